/** The watch of exposed keys, the use of replaced ones, and the inventory. */
import type { Mutant } from "./mutant";

const ENGINE = "lib/rotation/engine";
const WATCH = [`${ENGINE}/key-watch.test.ts`];
const LOOK = [`${ENGINE}/key-look.test.ts`];
const CALLS = [`${ENGINE}/key-watch-calls.test.ts`];
const MODEL = ["proof/model/model.test.ts"];
const FAULTS = [`${ENGINE}/inventory-faults.test.ts`];

const one = (name: string, suites: string[], file: string, find: string, put: string): Mutant => ({
  name,
  suites,
  changes: [{ file, find, put }],
});

export const KEYS: Mutant[] = [
  one(
    "no-key-watch",
    MODEL,
    `${ENGINE}/key-look.ts`,
    "if (exposed.length === 0) return await plan(engine, look, Infinity);",
    "if (exposed.length >= 0) return await plan(engine, look, Infinity);",
  ),
  one(
    "one-refusal-counts",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    "if (row.keyRefusedAt === null) {",
    "if (row.keyRefusedAt === null && engine === undefined) {",
  ),
  one(
    "refusals-in-one-moment-count",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    "if (since < refusalCountsAt(",
    "if (false && since < refusalCountsAt(",
  ),
  one(
    "suspicion-never-ends",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    "{ keyRefusedAt: null });\n      return false;",
    "{});\n      return false;",
  ),
  one(
    "unclear-is-a-refusal",
    WATCH,
    `${ENGINE}/key-look.ts`,
    'if (verdict !== "unclear") return verdict;',
    'return verdict === "unclear" ? "refused" : verdict;',
  ),
  one(
    "unlisted-is-missing",
    LOOK,
    `${ENGINE}/key-look.ts`,
    'return found.ok && found.value === null ? "missing" : "unclear";',
    'return found.ok && found.value === null ? "missing" : "missing";',
  ),
  one(
    "listed-lives",
    WATCH,
    `${ENGINE}/key-look.ts`,
    "return hasTurn(key.id,",
    "return found === undefined && hasTurn(key.id,",
  ),
  one(
    "fresh-keys-are-asked",
    WATCH,
    `${ENGINE}/key-look.ts`,
    "if (isFresh(key.mintedAt, since, timing)) return 0;",
    "",
  ),
  one(
    "removed-key-is-told-again",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    'updateCredential(id, "ACTIVE", { keyRemovedAt: now })',
    'updateCredential(id, "ACTIVE", {})',
  ),
  one(
    "removed-key-waits-for-the-schedule",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    'await rotateSoon(unit, secret, "key_removed");',
    "",
  ),
  one(
    "end-is-not-written-down",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    'await unit.updateCredential(row.id, "ACTIVE", { keyExpiresAt });',
    "",
  ),
  one(
    "end-moves-nothing",
    WATCH,
    `${ENGINE}/key-findings.ts`,
    "if (latest >= secret.nextRotationAt) return;",
    "if (latest !== null) return;",
  ),
  one(
    "two-workers-look",
    CALLS,
    `${ENGINE}/key-watch.ts`,
    "SET due_at = now() + ${lease}::interval FROM due",
    "SET due_at = now() FROM due",
  ),
  one(
    "sick-key-is-asked-on",
    CALLS,
    `${ENGINE}/key-watch.ts`,
    "if (!(await lookAtKeys(engine, look))) isUsable = false;",
    "await lookAtKeys(engine, look);",
  ),
  one(
    "sick-key-is-asked-again-at-once",
    CALLS,
    "lib/rotation/store/keys.ts",
    "await tx.keyWatch.updateMany({ where, data: { dueAt: at } });\n    },\n  };",
    "await tx.keyWatch.updateMany({ where, data: { dueAt: new Date() } });\n    },\n  };",
  ),
  one("watch-comes-before-mints", CALLS, `${ENGINE}/call.ts`, "burst: Math.ceil(burst / 2)", "burst"),
  one(
    "use-is-asked-once",
    [`${ENGINE}/usage.test.ts`],
    `${ENGINE}/usage.ts`,
    "LEAST(now() + ${wait}::interval, now() + (revoke_at - now()) / 4)",
    "revoke_at",
  ),
  one(
    "list-early-in-a-delay-answers",
    [`${ENGINE}/usage.test.ts`],
    `${ENGINE}/usage.ts`,
    "at !== null && at <= now.getTime()",
    "at !== null && at !== now.getTime()",
  ),
  one(
    "one-finding-costs-the-others",
    FAULTS,
    "lib/providers/account-names.ts",
    "return /^[A-Za-z0-9_-]{1,64}$/.test(name) &&",
    "return",
  ),
  one(
    "twin-of-the-current-key-unseen",
    FAULTS,
    `${ENGINE}/inventory-findings.ts`,
    "if (named !== undefined) {\n      await takeOver(",
    "if (named !== undefined) return true;\n    if (false) {\n      await takeOver(",
  ),
  one(
    "other-projects-account-is-the-rows",
    FAULTS,
    `${ENGINE}/inventory-findings.ts`,
    "if (row.projectId !== account.projectId) return false;",
    "",
  ),
  one(
    "taken-over-twice",
    FAULTS,
    `${ENGINE}/inventory-findings.ts`,
    "const rows = await unit.credentialsOfAccount(account);",
    "const rows = (await unit.credentialsOfAccount(account)).slice(0, 0);",
  ),
  one(
    "failed-inventory-waits-a-day",
    FAULTS,
    `${ENGINE}/inventory.ts`,
    "const at = isComplete ? await",
    "const at = isComplete || !isComplete ? await",
  ),
  one(
    "inventory-undoes-what-is-due",
    FAULTS,
    "lib/rotation/store/inventory.ts",
    "AND date_trunc('milliseconds', inventory_due_at) = ${from}",
    "AND (${from}::timestamptz IS NOT NULL)",
  ),
  one(
    "cursor-gone-is-project-gone",
    ["lib/providers/openai/listings.test.ts"],
    "lib/providers/openai/listing.ts",
    "if (starts >= MOST_STARTS)",
    "if (starts >= 0)",
  ),
  one(
    "no-listing-is-an-empty-one",
    ["lib/providers/openai/listings.test.ts"],
    "lib/providers/openai/listing.ts",
    "parsed(pageSchema(item), body, what)",
    "parsed(pageSchema(item), page, what)",
  ),
];
