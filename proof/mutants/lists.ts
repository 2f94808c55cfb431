/** Lists that more than one place reads: what each row says must be what is done. */
import type { Mutant } from "./mutant";

const DOCS = ["lib/lists/docs.test.ts"];

export const LISTS: Mutant[] = [
  {
    name: "ids-in-capitals",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/api/common.ts",
        find: '"must be an id (UUID)").toLowerCase()',
        put: '"must be an id (UUID)")',
      },
    ],
  },
  {
    name: "environments-in-capitals",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/access/reach.ts",
        find: "if (environmentId !== environmentId.toLowerCase()) return false;",
        put: "",
      },
    ],
  },
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
        find: '    detail: ["serviceAccountName", "keyExpiresAt"],',
        put: '    detail: ["serviceAccountName"],',
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
        find: '    status: 429,\n    meaning: "The caller sent too many',
        put: '    status: 403,\n    meaning: "The caller sent too many',
      },
    ],
  },
  {
    name: "engine-setting-not-handed-on",
    suites: ["lib/settings/env.test.ts"],
    changes: [
      {
        file: "lib/settings/settings.ts",
        find: '    as: "keyWatchIntervalSeconds",\n    slice: "engine",\n',
        put: '    as: "keyWatchIntervalSeconds",\n',
      },
    ],
  },
  {
    name: "setting-documented-otherwise",
    suites: ["scripts/test/docs.test.ts"],
    changes: [
      {
        file: "lib/settings/settings.ts",
        find: "schema: seconds(86_400).default(300),",
        put: "schema: seconds(86_400).default(600),",
      },
    ],
  },
  {
    name: "output-left-out-of-answers",
    suites: ["lib/rotation/queries/show.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/show.ts",
        find: "return row === undefined ? [] : [[name, row.key] as const];",
        put: 'return row === undefined || name === "service_account_id" ? [] : [[name, row.key] as const];',
      },
    ],
  },
  {
    name: "required-column-in-a-migration",
    suites: ["installation/migrations/required-columns.test.ts"],
    changes: [
      {
        file: "installation/migrations/required-columns.ts",
        find: 'type.includes("NOT NULL") && !type.includes("DEFAULT")',
        put: 'type.includes("NOT NULL DEFAULT")',
      },
    ],
  },
  {
    name: "near-tests-without-importers",
    suites: ["scripts/test/near.test.ts"],
    changes: [
      {
        file: "scripts/test/near.ts",
        find: "modules.has(importedFrom(test, path))",
        put: "modules.has(test)",
      },
    ],
  },
];
