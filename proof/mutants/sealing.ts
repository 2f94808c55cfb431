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
    name: "settlements-tried-while-sealed",
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
    suites: ["lib/instance/home.test.ts"],
    changes: [
      {
        file: "lib/instance/home.ts",
        find: "return `folder:${ino}-${birthtimeNs}`;",
        put: "return `folder:${server.folder.length > 0}`;",
      },
    ],
  },
  {
    name: "copied-env-acts",
    suites: ["lib/instance/home.test.ts"],
    changes: [
      {
        file: "lib/instance/home.ts",
        find: "  if (folders) {",
        put: "  if (folders && known.givenId === null) {",
      },
    ],
  },
  {
    name: "missing-id-acts",
    suites: ["lib/instance/home.test.ts"],
    changes: [
      {
        file: "lib/instance/home.ts",
        find: "if (known.givenId !== null && here.givenId === null) {",
        put: "if (known.givenId !== null && here.givenId === null && false) {",
      },
      {
        file: "lib/instance/home.ts",
        find: "if (known.givenId !== null && known.givenId !== here.givenId) {",
        put: "if (known.givenId !== null && here.givenId !== null && known.givenId !== here.givenId) {",
      },
    ],
  },
  {
    name: "history-not-watched",
    suites: ["worker/fail-over.test.ts"],
    changes: [
      {
        file: "worker/watch-history.ts",
        find: "if (await look()) onLoss();",
        put: "await Promise.resolve();",
      },
    ],
  },
  {
    name: "no-memory-is-trusted",
    suites: ["worker/watch-history.test.ts"],
    changes: [
      {
        file: "worker/watch-history.ts",
        find: 'before === null ? "its history is unknown"',
        put: "before === null ? null",
      },
    ],
  },
  {
    name: "nothing-remembered",
    suites: ["worker/watch-history.test.ts"],
    changes: [
      {
        file: "worker/watch-history.ts",
        find: "await memory.keep(position)",
        put: "await Promise.resolve()",
      },
    ],
  },
  {
    name: "recent-inventory-survives-a-loss",
    suites: ["worker/fail-over.test.ts"],
    changes: [
      {
        file: "lib/rotation/engine/lost-history.ts",
        find: "inventory_due_at = now(), inventoried_at = NULL WHERE deleted_at IS NULL",
        put: "inventoried_at = NULL WHERE deleted_at IS NULL",
      },
    ],
  },
  {
    name: "no-second-inventory",
    suites: ["worker/watch-history.test.ts"],
    changes: [
      {
        file: "lib/rotation/engine/inventory.ts",
        find: "return shownAt > unit.now ? shownAt :",
        put: "return shownAt < unit.now ? shownAt :",
      },
    ],
  },
  {
    name: "work-goes-on-under-a-seal",
    suites: ["worker/follow-seal.test.ts"],
    changes: [
      {
        file: "worker/follow-seal.ts",
        find: "if (running !== null && sealedBecause === runningUnder) return;",
        put: "if (running !== null && runningUnder === null) return;",
      },
    ],
  },
  {
    name: "copy-tells-the-originals-news",
    suites: ["worker/seal-notifier.test.ts"],
    changes: [
      {
        file: "worker/seal-notifier.ts",
        find: "dispatchNotifications(services, SEALED_TYPE)",
        put: "dispatchNotifications(services)",
      },
      {
        file: "worker/seal-notifier.ts",
        find: "deliverNext(services, SEALED_TYPE)",
        put: "deliverNext(services)",
      },
    ],
  },
  {
    name: "sealed-looks-healthy",
    suites: ["app/api/v1/sealed.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/show.ts",
        find: 'sealedBecause !== null\n        ? "failed"',
        put: 'false\n        ? "failed"',
      },
    ],
  },
  {
    name: "seal-in-the-middle-is-an-internal-error",
    suites: ["app/api/v1/sealed.test.ts"],
    changes: [
      {
        file: "lib/http/error-answer.ts",
        find: 'error.code === "sealed") {',
        put: 'error.code !== "sealed") {',
      },
    ],
  },
  {
    name: "another-timeline-is-trusted",
    suites: ["lib/history/position.test.ts"],
    changes: [
      {
        file: "lib/history/position.ts",
        find: "if (before.log.timeline !== now.log.timeline) return",
        put: "if (before.log.timeline === -1) return",
      },
    ],
  },
  {
    name: "a-counter-behind-is-trusted",
    suites: ["lib/history/position.test.ts"],
    changes: [
      {
        file: "lib/history/position.ts",
        find: "if (BigInt(now.looks) <= BigInt(before.looks)) return",
        put: "if (BigInt(now.looks) < 0n) return",
      },
    ],
  },
  {
    name: "a-restart-is-trusted",
    suites: ["lib/history/position.test.ts"],
    changes: [
      {
        file: "lib/history/position.ts",
        find: "if (before.serverStartedAt !== now.serverStartedAt) return RESTARTED;",
        put: "",
      },
    ],
  },
  {
    name: "a-copy-on-the-same-server-acts",
    suites: ["lib/instance/home.test.ts"],
    changes: [
      {
        file: "lib/instance/home.ts",
        find: "WHERE name = 'data_directory' AND current_database() = ${BUNDLED_DATABASE}`;",
        put: "WHERE name = 'data_directory' AND ${BUNDLED_DATABASE} <> ''`;",
      },
    ],
  },
  {
    name: "a-guard-with-secrets",
    suites: ["installation/postgres/guard.test.ts"],
    changes: [
      {
        file: "installation/postgres/guard.ts",
        find: "...withoutSecrets(process.env)",
        put: "...process.env",
      },
    ],
  },
];
