/** Guards of the house: which room may import which. */
import type { Mutant } from "./mutant";

export const ROOMS: Mutant[] = [
  {
    name: "arrows-up-allowed",
    suites: ["scripts/test/rooms.test.ts"],
    changes: [{ file: "rooms.mjs", find: "to.floor < from.floor", put: "to.floor !== from.floor" }],
  },
];
