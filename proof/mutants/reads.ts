/** Guards of reading values: what opens, what is recorded first, and what a page may hold. */
import type { Mutant } from "./mutant";

export const READS: Mutant[] = [
  {
    name: "part-of-a-tag-opens",
    suites: ["lib/crypto/sealed.test.ts"],
    changes: [{ file: "lib/crypto/sealed.ts", find: ", { authTagLength: TAG_BYTES }", put: "" }],
  },
  {
    name: "values-open-elsewhere",
    suites: ["lib/crypto/sealed.test.ts"],
    changes: [
      {
        file: "lib/crypto/sealed.ts",
        find: "if (ctx !== contextLabel(context)) throw",
        put: "if (ctx === undefined) throw",
      },
    ],
  },
];
