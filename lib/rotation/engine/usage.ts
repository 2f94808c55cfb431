/**
 * Is a replaced key still in use, with most of its delay over? Then a program has not been given the new one, and will
 * fail when the delay ends: said while there is time. It warns and holds nothing back: the delay is the operator's.
 * The list by which exposed keys are watched tells of it (key-look.ts); a key that no list came for in time is asked for.
 */
import type { ProviderKey } from "@/lib/providers/provider";
import { leaseSeconds, probeSeconds } from "../core/schedule";
import type { Engine, EngineServices } from "../services";
import type { KeyInUse } from "../store/keys";
import { type Call, callProvider } from "./call";
import { tellOf } from "./move";

/** News is looked for when so much of the delay is over; a use in its second half is news. */
const LOOK_AT_SHARE = 0.75;
const NEWS_SINCE_SHARE = 0.5;
/** Then a key is asked for by itself. */
const ASK_AT_SHARE = 0.875;
/** Of a shorter delay's end nobody could be warned in time. Seconds. */
const SHORTEST_DELAY_SECONDS = 60;
const MOST_AT_ONCE = 20;

/** A share of its delay, as a time; null: it waits for no end of a delay, or is too short. */
function atShare({ replacedAt, revokeAt }: KeyInUse, share: number): number | null {
  if (replacedAt === null || revokeAt === null) return null;
  const delayMs = revokeAt.getTime() - replacedAt.getTime();
  return delayMs < SHORTEST_DELAY_SECONDS * 1000 ? null : replacedAt.getTime() + delayMs * share;
}

/** Whether a list that was asked for at `now` may answer for this replaced key. */
export function isUseDue(key: KeyInUse, now: Date): boolean {
  const at = atShare(key, LOOK_AT_SHARE);
  return key.usageCheckedAt === null && at !== null && at <= now.getTime();
}

/** Asks for those that no list came for, until each has its answer. */
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
  // At once: an admin key that hangs keeps no other's answer.
  const asked = due.map(({ id }) =>
    askFor(engine, id).catch((error: unknown) =>
      engine.log.error({ err: error, credentialId: id }, "A replaced key's use was not recorded"),
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
  engine.log.debug({ credentialId: id, code: result.failure.code }, "A replaced key's use is not known");
  const wait = `${probeSeconds(engine.settings.timing)} seconds`;
  await engine.db.$executeRaw`
    UPDATE minted_credential
       SET usage_retry_at = LEAST(now() + ${wait}::interval, now() + (revoke_at - now()) / 4)
     WHERE id = ${id}::uuid`;
}

/** What the provider tells of a replaced key's last use; null: it was never used, or is gone. */
export async function recordUse(engine: Engine, key: KeyInUse, lastUsedAt: Date | null): Promise<void> {
  await engine.store.inUnit(async (unit) => {
    await unit.lockSecret(key.rotatingSecretId);
    const row = await unit.credential(key.id);
    // Another answer came first, or the delay was extended meanwhile: then it is asked again before the new end.
    if (row?.state !== "EXPIRING" || row.usageCheckedAt !== null) return;
    if (row.revokeAt === null || row.revokeAt.getTime() !== key.revokeAt?.getTime()) return;
    await unit.updateCredential(key.id, "EXPIRING", { lastUsedAt, usageCheckedAt: unit.now });
    const newsSince = atShare(row, NEWS_SINCE_SHARE);
    if (lastUsedAt === null || newsSince === null || lastUsedAt.getTime() < newsSince) return;
    await tellOf(unit, key, "credential.still_used", {
      serviceAccountName: key.serviceAccountName,
      lastUsedAt: lastUsedAt.toISOString(),
      revokeAt: row.revokeAt.toISOString(),
    });
  });
}
