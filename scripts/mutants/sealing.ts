/** Guards of the seal: what a copy may not do, and what counts as one. */
import type { Mutant } from "./mutant";

export const SEALING: Mutant[] = [
  {
    name: "sealed-provider-open",
    suites: ["app/api/v1/sealed.test.ts"],
    changes: [
      {
        file: "lib/providers/registry.ts",
        find: "if (sealedBecause !== null) throw",
        put: "if (sealedBecause !== null && false) throw",
      },
    ],
  },
  {
    name: "debts-tried-while-sealed",
    suites: ["app/api/v1/sealed.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/settle-now.ts",
        find: "if ((await services.lookAtSeal()) !== null) return;",
        put: "",
      },
    ],
  },
  {
    name: "copied-folder-acts",
    suites: ["lib/home.test.ts"],
    changes: [
      {
        file: "lib/home.ts",
        find: "return `folder:${ino}-${birthtimeNs}`;",
        put: "return `folder:${server.folder.length > 0}`;",
      },
    ],
  },
  {
    name: "copied-env-acts",
    suites: ["lib/home.test.ts"],
    changes: [
      { file: "lib/home.ts", find: "  if (folders) {", put: "  if (folders && known.givenId === null) {" },
    ],
  },
  {
    name: "missing-id-acts",
    suites: ["lib/home.test.ts"],
    changes: [
      {
        file: "lib/home.ts",
        find: "if (known.givenId !== null && here.givenId === null) {",
        put: "if (known.givenId !== null && here.givenId === null && false) {",
      },
      {
        file: "lib/home.ts",
        find: "if (known.givenId !== null && known.givenId !== here.givenId) {",
        put: "if (known.givenId !== null && here.givenId !== null && known.givenId !== here.givenId) {",
      },
    ],
  },
];
