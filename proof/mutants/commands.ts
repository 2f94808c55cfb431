/** Guards of what people do: who may, what is refused, and which rows a change is for. */
import type { Mutant } from "./mutant";

const COMMANDS = "lib/rotation/commands";
const STORE = "lib/rotation/store/create-store.ts";
const ADMIN_KEYS = "lib/third-party-credentials";
const WHO_MAY = [`${COMMANDS}/who-may.test.ts`];
const ROWS = ["lib/rotation/store/rows.test.ts"];

export const COMMAND_GUARDS: Mutant[] = [
  {
    name: "rotating-secrets-of-every-organisation",
    suites: WHO_MAY,
    changes: [
      {
        file: "lib/rotation/queries/find-rotating-secret.ts",
        find: "      organisationId: ctx.actor.organisationId,\n",
        put: "",
      },
    ],
  },
  {
    name: "admin-keys-of-every-organisation",
    suites: WHO_MAY,
    changes: [
      {
        file: `${ADMIN_KEYS}/find.ts`,
        find: "where: { id, organisationId: ctx.actor.organisationId, deletedAt: null, ...seen }",
        put: "where: { id, deletedAt: null, ...seen }",
      },
    ],
  },
  {
    name: "mints-with-another-organisations-key",
    suites: WHO_MAY,
    changes: [
      {
        file: `${COMMANDS}/checks.ts`,
        find: "where: { id, organisationId: ctx.actor.organisationId, deletedAt: null, ...seen }",
        put: "where: { id, deletedAt: null, ...seen }",
      },
    ],
  },
  {
    name: "everybody-may-rotate",
    suites: WHO_MAY,
    changes: [
      {
        file: "lib/rotation/queries/find-rotating-secret.ts",
        find: "authorise(ctx.actor, action, row.environmentId);",
        put: "void authorise;",
      },
    ],
  },
  {
    name: "everybody-may-replace-admin-keys",
    suites: WHO_MAY,
    changes: [
      {
        file: `${ADMIN_KEYS}/find.ts`,
        find: "authorise(ctx.actor, action);",
        put: "void authorise; void action;",
      },
    ],
  },
  {
    name: "credential-of-another-secret",
    suites: WHO_MAY,
    changes: [
      {
        file: `${COMMANDS}/change.ts`,
        find: "if (credential === null || credential.rotatingSecretId !== secret.id)",
        put: "if (credential === null)",
      },
    ],
  },
  {
    name: "unaudited",
    suites: [`${COMMANDS}/all-or-nothing.test.ts`],
    changes: [
      {
        file: "lib/rotation/engine/operate.ts",
        find: "await unit.recordAudit(by, type,",
        put: "if (type.length === 0) await unit.recordAudit(by, type,",
      },
    ],
  },
  {
    name: "stale-edit-wins",
    suites: [`${COMMANDS}/edits.test.ts`],
    changes: [
      {
        file: `${COMMANDS}/update-rotating-secret.ts`,
        find: "if (input.version !== undefined && input.version !== secret.version) throw stale();",
        put: "if (input.version !== undefined && input.version !== before.version) throw stale();",
      },
    ],
  },
  {
    name: "edit-saves-the-whole-row",
    suites: [`${COMMANDS}/edits.test.ts`],
    changes: [
      {
        file: `${COMMANDS}/update-rotating-secret.ts`,
        find: "        ...patch,\n",
        put: "        ...before,\n        ...patch,\n",
      },
    ],
  },
  {
    name: "delay-as-long-as-the-interval",
    suites: [`${COMMANDS}/edits.test.ts`],
    changes: [
      {
        file: `${COMMANDS}/update-rotating-secret.ts`,
        find: "if (delay >= interval) throw",
        put: "if (delay > interval) throw",
      },
    ],
  },
  {
    name: "keys-of-other-rotating-secrets-are-free",
    suites: [`${COMMANDS}/edit-targets.test.ts`],
    changes: [
      {
        file: `${COMMANDS}/checks.ts`,
        find: "OR: [{ rotatingSecretId: null }, { rotatingSecretId: { not: own } }]",
        put: "rotatingSecretId: null",
      },
    ],
  },
  {
    name: "rows-changed-in-any-state",
    suites: ROWS,
    changes: [
      {
        file: STORE,
        find: "updateMany({ where: { id, state: from }, data: patch })",
        put: "updateMany({ where: { id }, data: patch })",
      },
    ],
  },
  {
    name: "secret-not-locked",
    suites: ROWS,
    changes: [
      {
        file: STORE,
        find: "SELECT 1 FROM rotating_secret WHERE id = ${id}::uuid FOR UPDATE",
        put: "SELECT 1 FROM rotating_secret WHERE id = ${id}::uuid",
      },
    ],
  },
  {
    name: "admin-key-not-held",
    suites: ROWS,
    changes: [{ file: STORE, find: "AND deleted_at IS NULL FOR KEY SHARE", put: "AND deleted_at IS NULL" }],
  },
  {
    name: "old-key-parks-the-new-one",
    suites: ROWS,
    changes: [
      { file: STORE, find: "WHERE id = ${id}::uuid AND version = ${version}", put: "WHERE id = ${id}::uuid" },
    ],
  },
  {
    name: "settlements-need-no-admin-key",
    suites: [`${ADMIN_KEYS}/delete-third-party-credential.test.ts`],
    changes: [
      {
        file: `${ADMIN_KEYS}/uses.ts`,
        find: "WHERE ${IS_IN_USE} AND ${isAsked}",
        put: "WHERE false AND ${IS_IN_USE} AND ${isAsked}",
      },
      {
        file: `${ADMIN_KEYS}/uses.ts`,
        find: "WHERE ${IS_PENDING} AND ${isAsked}",
        put: "WHERE false AND ${IS_PENDING} AND ${isAsked}",
      },
    ],
  },
  {
    name: "deletion-does-not-wait",
    suites: [`${ADMIN_KEYS}/delete-third-party-credential.test.ts`],
    changes: [
      { file: `${ADMIN_KEYS}/delete-third-party-credential.ts`, find: "::uuid FOR UPDATE`", put: "::uuid`" },
    ],
  },
  {
    name: "all-settlements-in-one-bite",
    suites: [`${ADMIN_KEYS}/retry-settlements.test.ts`],
    changes: [
      {
        file: `${ADMIN_KEYS}/retry-settlements.ts`,
        find: "const BITE = 500;",
        put: "const BITE = 5_000_000;",
      },
    ],
  },
  {
    name: "redrive-waits-for-the-engine",
    suites: [`${ADMIN_KEYS}/retry-settlements.test.ts`],
    changes: [
      {
        file: `${ADMIN_KEYS}/retry-settlements.ts`,
        find: "failure_count > 0\n         LIMIT ${BITE} FOR UPDATE SKIP LOCKED)",
        put: "failure_count > 0\n         LIMIT ${BITE} FOR UPDATE)",
      },
    ],
  },
  {
    name: "test-of-the-old-key-counts",
    suites: [`${ADMIN_KEYS}/admin-keys.test.ts`],
    changes: [
      {
        file: `${ADMIN_KEYS}/test-third-party-credential.ts`,
        find: "where: { id: row.id, version: row.version }",
        put: "where: { id: row.id }",
      },
    ],
  },
  {
    name: "key-of-another-organization-taken",
    suites: [`${ADMIN_KEYS}/admin-keys.test.ts`],
    changes: [
      {
        file: `${ADMIN_KEYS}/wrong-organisation.ts`,
        find: "if (live.length === 0) return;",
        put: "if (live.length >= 0) return;",
      },
    ],
  },
  {
    name: "sick-lane-forgotten",
    suites: ["worker/lane-room.test.ts"],
    changes: [{ file: "worker/lanes.ts", find: "=== 0 && !isSick)", put: "=== 0 && [isSick])" }],
  },
  {
    name: "row-dealt-out-twice",
    suites: ["worker/dealing.test.ts"],
    changes: [{ file: "worker/dispatcher.ts", find: "if (this.#inHand.has(id)) return false;", put: "" }],
  },
];
