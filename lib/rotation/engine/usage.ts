/**
 * Detects previous keys that are still used when most of their delay is over. The program hasn't been given
 * the new key and will fail when the delay ends, so Phase reports it in time. It warns and holds nothing
 * back, because the delay is the operator's choice. The list that checks current keys also shows it
 * (key-look.ts). Keys that no list covered in time are asked for.
 */
import type { ProviderKey } from "@/lib/providers/provider";
import { leaseSeconds, probeSeconds } from "../core/schedule";
import type { Engine, EngineServices } from "../services";
import type { KeyInUse } from "../store/keys";
import { type Call, callProvider } from "./call";
import { recordEventOf } from "./move";

/** Use is checked when this share of the delay is over. Use in its second half is reported. */
const LOOK_AT_SHARE = 0.75;
const NEWS_SINCE_SHARE = 0.5;
/** From then on a key is asked for separately. */
const ASK_AT_SHARE = 0.875;
/** The end of a shorter delay leaves no time for a warning. Seconds. */
const SHORTEST_DELAY_SECONDS = 60;
const MOST_AT_ONCE = 20;

/** A share of its delay, as a time. Null: it has no delay, or a too short one. */
function atShare({ replacedAt, revokeAt }: KeyInUse, share: number): number | null {
  if (replacedAt === null || revokeAt === null) return null;
  const delayMs = revokeAt.getTime() - replacedAt.getTime();
  return delayMs < SHORTEST_DELAY_SECONDS * 1000 ? null : replacedAt.getTime() + delayMs * share;
}

/** Whether a list requested at `now` can answer for this previous key. */
export function isUseDue(key: KeyInUse, now: Date): boolean {
  const at = atShare(key, LOOK_AT_SHARE);
  return key.usageCheckedAt === null && at !== null && at <= now.getTime();
}

/** Asks for keys that no list covered, until each has its answer. */
export async function checkUsage(engine: EngineServices): Promise<void> {
  const { timing } = engine.settings;
  const due = await engine.db.$queryRaw<{ id: string }[]>`
    UPDATE minted_credential SET usage_retry_at = now() + ${`${leaseSeconds(timing)} seconds`}::interval
     WHERE id IN (
       SELECT id FROM minted_credential
        WHERE state = 'EXPIRING' AND usage_checked_at IS NULL AND key_id IS NOT NULL AND revoke_at > now()
          AND (usage_retry_at IS NULL OR usage_retry_at <= now())
          AND revoke_at - replaced_at >= ${`${SHORTEST_DELAY_SECONDS} seconds`}::interval
          AND now() >= replaced_at + (revoke_at - replaced_at) * ${ASK_AT_SHARE}::float8
        ORDER BY revoke_at LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  // Concurrently, so that a hanging admin key delays no other's answer.
  const asked = due.map(({ id }) =>
    askFor(engine, id).catch((error: unknown) =>
      engine.log.error({ err: error, credentialId: id }, "The last use of a previous key wasn't saved"),
    ),
  );
  await Promise.all(asked);
}

async function askFor(engine: EngineServices, id: string): Promise<void> {
  const { thirdPartyCredential: root, ...key } = await engine.db.mintedCredential.findUniqueOrThrow({
    where: { id },
    include: { thirdPartyCredential: true },
  });
  const { projectId, keyId } = key;
  if (keyId === null) return;
  const find: Call<ProviderKey | null> = (provider, rootKey) =>
    provider.findKey(rootKey, { projectId, keyId });
  const result = await callProvider(engine, root, find, "background");
  if (result.ok) {
    await recordUse(engine, key, result.value?.lastUsedAt ?? null);
    return;
  }
  // Nothing depends on it, but there may be time to ask again.
  engine.log.debug(
    { credentialId: id, code: result.failure.code },
    "Couldn't read the last use of a previous key",
  );
  const wait = `${probeSeconds(engine.settings.timing)} seconds`;
  await engine.db.$executeRaw`
    UPDATE minted_credential
       SET usage_retry_at = LEAST(now() + ${wait}::interval, now() + (revoke_at - now()) / 4)
     WHERE id = ${id}::uuid`;
}

/** The last use of a previous key according to the provider. Null: never used, or gone. */
export async function recordUse(engine: Engine, key: KeyInUse, lastUsedAt: Date | null): Promise<void> {
  await engine.store.inUnit(async (unit) => {
    await unit.lockSecret(key.rotatingSecretId);
    const row = await unit.credential(key.id);
    // Another answer came first, or the delay was extended meanwhile. Then it is asked again before the new
    // end.
    if (row?.state !== "EXPIRING" || row.usageCheckedAt !== null) return;
    if (row.revokeAt === null || row.revokeAt.getTime() !== key.revokeAt?.getTime()) return;
    await unit.updateCredential(key.id, "EXPIRING", { lastUsedAt, usageCheckedAt: unit.now });
    const newsSince = atShare(row, NEWS_SINCE_SHARE);
    if (lastUsedAt === null || newsSince === null || lastUsedAt.getTime() < newsSince) return;
    await recordEventOf(unit, key, "credential.still_used", {
      serviceAccountName: key.serviceAccountName,
      lastUsedAt: lastUsedAt.toISOString(),
      revokeAt: row.revokeAt.toISOString(),
    });
  });
}
