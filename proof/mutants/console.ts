import type { Mutant } from "./mutant";

/** The console's pages and what they know. */
export const CONSOLE: Mutant[] = [
  {
    name: "page-without-its-answer",
    suites: ["app/answers/pages.test.tsx"],
    changes: [
      {
        file: "app/(console)/audit/page.tsx",
        find: 'sendAlong([audit(auditQueryOf(choice, "UTC"))]',
        put: "sendAlong([]",
      },
    ],
  },
  {
    name: "change-alters-no-list",
    suites: ["lib/client/query-client.test.ts"],
    changes: [
      {
        file: "lib/client/query-client.ts",
        find: "(meta?.invalidates ?? [])",
        put: "(meta?.invalidates ?? []).slice(1)",
      },
    ],
  },
  {
    name: "closed-dialog-cancels-navigation",
    suites: ["components/ui/use-navigate.test.tsx"],
    changes: [
      {
        file: "components/ui/use-back-closes.ts",
        find: "!isMarked(id) || steps.left === id",
        put: "!isMarked(id)",
      },
    ],
  },
  {
    name: "silent-worker-counts-as-running",
    suites: ["lib/system/system.test.ts"],
    changes: [
      {
        file: "lib/system/get-system.ts",
        find: "alive: age < WORKER_SILENCE_SECONDS",
        put: "alive: true",
      },
    ],
  },
  {
    name: "key-of-the-ring-looks-new",
    suites: ["lib/system/system.test.ts"],
    changes: [
      {
        file: "lib/system/record-system.ts",
        find: "|| keys_seen",
        put: "",
      },
    ],
  },
];
