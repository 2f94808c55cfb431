/** Lists that more than one place reads: what each row says must be what is done. */
import type { Mutant } from "./mutant";

const DOCS = ["lib/lists/docs.test.ts"];

export const LISTS: Mutant[] = [
  {
    name: "failure-told-as-pause",
    suites: DOCS,
    changes: [{ file: "lib/lists/events.ts", find: '    silentWhere: { reason: "failure" },\n', put: "" }],
  },
  {
    name: "undocumented-event",
    suites: DOCS,
    changes: [
      {
        file: "lib/lists/events.ts",
        find: '    detail: facts("serviceAccountName", "keyExpiresAt"),',
        put: '    detail: facts("serviceAccountName"),',
      },
    ],
  },
];
