/** Guards of single functions of the engine: each is held by a test that puts one row before it. */
import type { Mutant } from "./mutant";

const ENGINE = "lib/rotation/engine";

/** One change in one file of the engine, and the suite beside it that must notice. */
function guard(name: string, suite: string, file: string, find: string, put = ""): Mutant {
  return {
    name,
    suites: [`${ENGINE}/${suite}.test.ts`],
    changes: [{ file: `${ENGINE}/${file}.ts`, find, put }],
  };
}

const CALLS: Mutant[] = [
  guard("429-parks-nothing", "call", "call", "if (isPause) await", "if (isPause && false) await"),
  guard("parked-while-queueing", "call", "call", "if (parkedMs > 0)", "if (parkedMs > 1e12)"),
  guard("background-takes-all", "call", "call", "burst: Math.ceil(burst / 2)", "burst"),
  guard("parked-at-mint", "claim", "claim", "...(root.parkedUntil === null ? [] : [root.parkedUntil]),"),
  guard(
    "parked-at-retry",
    "mint-failure",
    "mint-failure",
    "await afterPause(unit, root.id, secondsAfter(unit.now, seconds))",
    "secondsAfter(unit.now, seconds)",
  ),
  guard(
    "parked-at-settlement",
    "postpone",
    "postpone",
    "await afterPause(unit, root.id, secondsAfter(unit.now, seconds))",
    "secondsAfter(unit.now, seconds)",
  ),
  guard(
    "moved-row-wakes-nobody",
    "operate",
    "move",
    "if (patch.nextCheckAt != null)",
    "if (patch.nextCheckAt == null)",
  ),
  guard("planned-row-wakes-nobody", "postpone", "move", "  await unit.wakeSettle(id, nextCheckAt);\n"),
  guard("refusal-of-old-key", "postpone", "root-key", ".version !== root.version", ".version < 0"),
  guard("stale-lease-sends", "mint", "mint", "  refuseStaleLease(engine, claim);\n"),
];

const MINTS: Mutant[] = [
  guard(
    "leased-secret-claimed",
    "claim",
    "claim",
    "if (secret.leaseUntil !== null && secret.leaseUntil > unit.now) return null;",
  ),
  guard(
    "unknown-outcome-not-awaited",
    "claim",
    "claim",
    "...unknown.map(({ sentAt }) => unknownCheckAt(sentAt, 0, sentAt, engine.settings.timing)),",
  ),
  guard(
    "saved-key-kept-for-ever",
    "claim",
    "claim",
    "return mintedAt === null || secondsAfter",
    "return true || secondsAfter",
  ),
  guard("doubted-key-deleted", "claim", "claim", " || inFlight.revokeAt !== null"),
  guard("no-fence-at-repeated-save", "save", "save", "return secret.fence === claim.fence;", "return true;"),
  guard(
    "unwanted-key-kept",
    "save",
    "save",
    "if (isUnwanted(claim, secret)) {",
    "if (isUnwanted(claim, secret) && claim.fence < 0) {",
  ),
  guard("no-fence-at-failure", "mint-failure", "mint-failure", "if (secret.fence !== claim.fence) return;"),
  guard(
    "one-refusal-pauses",
    "mint-failure",
    "mint-failure",
    "secret.failureCount > 0 ?",
    "secret.failureCount >= 0 ?",
  ),
  guard(
    "refusal-after-edit-pauses",
    "mint-failure",
    "mint-failure",
    'return isOther && reactionTo(failure.code, failure.code) === "pause";',
    "return false;",
  ),
  guard(
    "ended-key-exposed",
    "expose",
    "expose",
    "if (endsTooSoon(credential.keyExpiresAt, unit.now)) {",
    "if (endsTooSoon(null, unit.now)) {",
  ),
  guard(
    "break-glass-spares-others",
    "expose",
    "expose",
    "if (breakGlass) await revokeTheOthers(unit, secret.id);",
  ),
  guard(
    "lost-mint-of-new-owner",
    "settle",
    "lost",
    " || secret.fence !== credential.fence) return;",
    ") return;",
  ),
];

const SETTLEMENTS: Mutant[] = [
  guard(
    "leased-settlement-settled",
    "settle",
    "settle",
    "if (credential.leaseUntil !== null && credential.leaseUntil > unit.now) return NOTHING;",
  ),
  guard(
    "settlement-before-its-time",
    "settle",
    "settle",
    "credential.nextCheckAt === null || credential.nextCheckAt > unit.now",
    "credential.nextCheckAt === null",
  ),
  guard(
    "deleted-secret-resumed",
    "settle",
    "settle",
    "if (secret.deletedAt === null) return",
    "if (secret.id !== null) return",
  ),
  guard("ended-delay-unleased", "settle", "settle", '{ ...credential, state: "REVOKING" }', "credential"),
  guard(
    "forgotten-settlement-paid",
    "settle",
    "revoke",
    'credential?.state !== "REVOKING"',
    "credential === null",
  ),
  guard("moved-row-watched", "watch", "watch", 'credential?.state !== "UNKNOWN"', "credential === null"),
  guard(
    "part-of-name-deleted",
    "watch",
    "watch",
    "name === serviceAccountName",
    "name.startsWith(serviceAccountName)",
  ),
  guard(
    "good-key-doubted",
    "watch",
    "quarantine",
    "exposed?.exposedAt != null && exposed.exposedAt > credential.sentAt",
    "exposed === null",
  ),
  guard(
    "old-clock-believed",
    "delay-end",
    "delay",
    'reading.ageSeconds > CLOCK_READING_SECONDS ? "unknown" : "running"',
    '"running"',
  ),
  guard(
    "called-back-too-early",
    "postpone",
    "outage",
    'state === "EXPIRING" && revokeAt !== null && revokeAt > unit.now',
    "false",
  ),
  guard(
    "called-back-twice",
    "postpone",
    "outage",
    "credential?.nextCheckAt == null || credential.nextCheckAt <= unit.now",
    "credential === null",
  ),
  guard(
    "deletion-leaves-saved-key",
    "operate",
    "operate",
    '["MINTED", "ACTIVE", "EXPIRING"]',
    '["ACTIVE", "EXPIRING"]',
  ),
  guard(
    "asked-twice-two-rotations",
    "told-by-operators",
    "operate",
    "const rotationId = secret.rotationId ?? eventId;",
    "const rotationId = eventId;",
  ),
  guard(
    "use-not-asked-again",
    "operate",
    "operate",
    "...revocationDueAt(revokeAt), usageCheckedAt: null }",
    "...revocationDueAt(revokeAt) }",
  ),
];

const FINDINGS: Mutant[] = [
  guard(
    "slow-answer-confirms",
    "key-findings",
    "key-findings",
    "if (since < refusalCountsAt(row.keyRefusedAt, engine.settings.timing)) return true;",
  ),
  guard(
    "replaced-key-removed",
    "key-findings",
    "key-findings",
    'row?.state !== "ACTIVE" || row.keyRemovedAt !== null) return false;',
    "row === null) return false;",
  ),
  guard("new-key-asked", "key-look", "key-look", "if (isFresh(key.mintedAt, since, timing)) return 0;"),
  guard(
    "missing-by-list-alone",
    "key-look",
    "key-look",
    "found.ok && found.value === null",
    "!found.ok || found.value === null",
  ),
  guard("look-before-mints", "key-look", "key-look", 'root, list, "background"', 'root, list, "usual"'),
  guard(
    "old-answer-of-use",
    "usage-rows",
    "usage",
    "if (row.revokeAt === null || row.revokeAt.getTime() !== key.revokeAt?.getTime()) return;",
    "if (row.revokeAt === null) return;",
  ),
  guard(
    "foreign-account-taken-over",
    "inventory-findings",
    "inventory-findings",
    "secret === null || secret.organisationId !== root.organisationId",
    "secret === null",
  ),
  guard(
    "fresh-revocation-doubted",
    "inventory-findings",
    "inventory-findings",
    "secondsAfter(row.revokedAt, lag) <= unit.now",
    "true",
  ),
];

const QUERIES: Mutant[] = [
  guard("deleted-secret-due", "due", "due", "deleted_at IS NULL AND (pause_reason", "(pause_reason"),
  guard("paused-secret-due", "due", "due", " AND (pause_reason IS NULL OR rotate_requested_at IS NOT NULL)"),
  guard("homeless-secret-due", "due", "due", " AND environment_id IS NOT NULL"),
  guard("leased-row-due", "due", "due", "(lease_until IS NULL OR lease_until <= now())", "true"),
  guard(
    "parked-urgent-due",
    "due",
    "due",
    "SELECT CASE WHEN root.parked_until > now() THEN 0 ELSE ${most}::int END AS urgent",
    "SELECT ${most}::int AS urgent",
  ),
  guard(
    "deleted-key-inventoried",
    "claims",
    "inventory",
    "inventory_due_at <= now() AND deleted_at IS NULL",
    "inventory_due_at <= now()",
  ),
  guard("ended-use-asked", "claims", "usage", " AND revoke_at > now()"),
  guard("doubt-put-off", "claims", "lost-history", " AND revoke_at IS NULL"),
];

export const GUARDS: Mutant[] = [...CALLS, ...MINTS, ...SETTLEMENTS, ...FINDINGS, ...QUERIES];
