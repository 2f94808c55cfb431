/** Guards of service tokens that are limited to some keys. */
import type { Mutant } from "./mutant";

const WALK = ["proof/access-matrix/keys.test.ts"];
const NEAR = ["lib/access/key-limits.test.ts"];

export const KEY_LIMITS: Mutant[] = [
  {
    name: "keys-of-every-name",
    suites: NEAR,
    changes: [{ file: "lib/access/reach.ts", find: ": key === name", put: ": key.startsWith(name)" }],
  },
  {
    name: "keys-of-every-name-in-sql",
    suites: NEAR,
    changes: [
      {
        file: "lib/access/reach-in-sql.ts",
        find: "${column} = ANY(${keys}) OR",
        put: "${column} ^@ ANY(${keys}) OR",
      },
    ],
  },
  {
    name: "limited-to-keys-but-not-limited",
    suites: NEAR,
    changes: [
      {
        file: "lib/access/reach.ts",
        find: "except.length > 0 || keysOf(actor).length > 0",
        put: "except.length > 0",
      },
    ],
  },
  {
    name: "rotates-keys-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/access/reach.ts",
        find: "keys.length > 0 && keys.every(",
        put: "keys.length > 0 && keys.some(",
      },
    ],
  },
  {
    name: "lists-rotating-secrets-outside",
    suites: WALK,
    changes: [{ file: "lib/access/reach-in-sql.ts", find: "SELECT bool_and(", put: "SELECT bool_or(" }],
  },
  {
    name: "finds-rows-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/secrets/find-secret.ts",
        find: "if (!seesKey(ctx.actor, row.key)) throw",
        put: "if (!seesKey(ctx.actor, row.key) && false) throw",
      },
    ],
  },
  {
    name: "reveals-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/secrets/reveal-secret.ts",
        find: "if (!seesKey(ctx.actor, row.key)) throw",
        put: "if (!seesKey(ctx.actor, row.key) && false) throw",
      },
    ],
  },
  {
    name: "reads-one-key-outside",
    suites: NEAR,
    changes: [
      {
        file: "lib/secrets/read-secret.ts",
        find: "seesKey(ctx.actor, key)\n",
        put: "(seesKey(ctx.actor, key) || true)\n",
      },
    ],
  },
  {
    name: "reads-every-key",
    suites: NEAR,
    changes: [
      {
        file: "lib/secrets/read-secrets.ts",
        find: "environmentId, { keys: keysOf(ctx.actor) })",
        put: "environmentId, (void keysOf(ctx.actor), {}))",
      },
    ],
  },
  {
    name: "reads-every-key-ahead",
    suites: WALK,
    changes: [
      {
        file: "lib/tokens/find-token-actor.ts",
        find: "keys: Prisma.sql`token.keys` })",
        put: "keys: Prisma.sql`'{}'::text[]` })",
      },
    ],
  },
  {
    name: "lists-rows-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/secrets/list-rows.ts",
        find: "::uuid AND ${isSeenSecret(ctx.actor)}",
        put: "::uuid AND (true OR ${isSeenSecret(ctx.actor)})",
      },
    ],
  },
  {
    name: "pages-rows-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/secrets/list-page.ts",
        find: "${isPlain} AND ${isSeenRow}",
        put: "${isPlain}",
      },
    ],
  },
  {
    name: "pages-rotating-secrets-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/secrets/list-page.ts",
        find: "deleted_at IS NULL AND ${isSeenOwner} AND (",
        put: "deleted_at IS NULL AND (",
      },
    ],
  },
  {
    name: "searches-outside",
    suites: NEAR,
    changes: [
      {
        file: "lib/secrets/find-secrets.ts",
        find: "WHERE ${isVisible} AND ${isAllowed} AND",
        put: "WHERE ${isVisible} AND",
      },
    ],
  },
  {
    name: "searches-the-index-outside",
    suites: WALK,
    changes: [
      {
        file: "lib/secrets/find-secrets.ts",
        find: "isFound : isThere} AND ${isAllowed} LIMIT",
        put: "isFound : isThere} AND (true OR ${isAllowed}) LIMIT",
      },
    ],
  },
  {
    name: "writes-outside",
    suites: NEAR,
    changes: [
      {
        file: "lib/access/permissions.ts",
        find: "if (outside === undefined) return;",
        put: "if (outside !== null) return;",
      },
    ],
  },
  {
    name: "renames-to-outside",
    suites: NEAR,
    changes: [{ file: "lib/secrets/update-secret.ts", find: "[key ?? found.key]", put: "[found.key]" }],
  },
  {
    name: "imports-outside",
    suites: NEAR,
    changes: [
      { file: "lib/secrets/import-secrets.ts", find: "authoriseKeys(ctx.actor, keysOf(entries));", put: "" },
    ],
  },
  {
    name: "outputs-outside",
    suites: WALK,
    changes: [
      { file: "lib/rotation/commands/checks.ts", find: "  authoriseKeys(ctx.actor, keys);\n", put: "" },
    ],
  },
  {
    name: "events-name-earlier-keys",
    suites: WALK,
    changes: [
      {
        file: "lib/rotation/queries/list-events.ts",
        find: 'typeof key === "string" && !seesKey(actor, key)',
        put: 'typeof key === "number" && !seesKey(actor, key)',
      },
    ],
  },
  {
    name: "streams-every-key",
    suites: NEAR,
    changes: [
      {
        file: "lib/live/environment-version.ts",
        find: "AND ${isSeen}`;",
        put: "AND (true OR ${isSeen})`;",
      },
    ],
  },
  {
    name: "counts-every-key",
    suites: ["lib/rotation/queries/rotation-activity.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/rotation-activity.ts",
        find: "outcomesByDay(since, null, isSeenSecret)",
        put: "outcomesByDay(since, null)",
      },
    ],
  },
  {
    name: "repeats-answers-of-more-keys",
    suites: ["lib/http/idempotency.test.ts"],
    changes: [
      {
        file: "lib/http/idempotency.ts",
        find: "[scopes, environmentIds, keys, answersTo &&",
        put: "[scopes, environmentIds, answersTo &&",
      },
    ],
  },
  {
    name: "counts-secrets-of-every-key",
    suites: ["lib/configuration/refusals.test.ts"],
    changes: [
      {
        file: "lib/configuration/read-state.ts",
        find: "AND rotating_secret_id IS NULL AND ${isSeenSecret(actor)}",
        put: "AND rotating_secret_id IS NULL",
      },
    ],
  },
];
