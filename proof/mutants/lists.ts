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
  {
    name: "error-without-link",
    suites: ["lib/http/refusal.test.ts"],
    changes: [{ file: "lib/http/refusal.ts", find: "    docsUrl: docsOf(error.code),\n", put: "" }],
  },
  {
    name: "undocumented-status",
    suites: DOCS,
    changes: [
      {
        file: "lib/lists/error-codes.ts",
        find: '    status: 429,\n    meaning: "Too many requests',
        put: '    status: 403,\n    meaning: "Too many requests',
      },
    ],
  },
];
