/** Guards of the house: which room may import which, and which tests are near. */
import type { Mutant } from "./mutant";

export const ROOMS: Mutant[] = [
  {
    name: "arrows-up-allowed",
    suites: ["scripts/test/rooms.test.ts"],
    changes: [{ file: "rooms.mjs", find: "to.floor < from.floor", put: "to.floor !== from.floor" }],
  },
  {
    name: "near-forgets-the-schema",
    suites: ["scripts/test/near.test.ts"],
    changes: [
      {
        file: "scripts/test/near.ts",
        find: "readers.some((folder) => test.startsWith(folder))",
        put: "false",
      },
    ],
  },
  {
    name: "near-forgets-what-is-named-alike",
    suites: ["scripts/test/near.test.ts"],
    changes: [{ file: "scripts/test/near.ts", find: "return isBelow && ", put: "return !isBelow && " }],
  },
];
