/**
 * Is a replaced key still in use, with most of its delay over? Then a program has not been given the new one, and will
 * fail when the delay ends: said while there is time. It warns and holds nothing back: the delay is the operator's.
 */
import { providerOf } from "@/lib/providers/registry";
import type { EngineServices } from "../services";
import { callProvider } from "./call";
import { WORKER } from "./move";

/** Looked at when so much of the delay is over; a use in its second half is news. */
const LOOK_AT_SHARE = 0.75;
const NEWS_SINCE_SHARE = 0.5;
/** Of a shorter delay's end nobody could be warned in time. Seconds. */
const SHORTEST_DELAY_SECONDS = 60;
const MOST_AT_ONCE = 20;

/** Looks at those that are due, each once. */
export async function checkUsage(engine: EngineServices): Promise<void> {
  const due = await engine.db.$queryRaw<{ id: string }[]>`
    UPDATE minted_credential SET usage_checked_at = now()
     WHERE id IN (
       SELECT id FROM minted_credential
        WHERE state = 'EXPIRING' AND usage_checked_at IS NULL AND key_id IS NOT NULL AND revoke_at > now()
          AND revoke_at - replaced_at >= ${`${SHORTEST_DELAY_SECONDS} seconds`}::interval
          AND now() >= replaced_at + (revoke_at - replaced_at) * ${LOOK_AT_SHARE}::float8
        ORDER BY revoke_at LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  for (const { id } of due) await checkOne(engine, id);
}

async function checkOne(engine: EngineServices, id: string): Promise<void> {
  const { thirdPartyCredential: root, ...row } = await engine.db.mintedCredential.findUniqueOrThrow({
    where: { id },
    include: { thirdPartyCredential: true },
  });
  const { projectId, keyId, replacedAt, revokeAt } = row;
  if (keyId === null || replacedAt === null || revokeAt === null) return;
  const result = await callProvider(engine, root, async (rootKey) =>
    (await providerOf(engine.providers, root.provider)).findKey(rootKey, { projectId, keyId }),
  );
  if (!result.ok) {
    // Nothing is known then, and nothing depends on it.
    engine.log.debug({ credentialId: id, code: result.failure.code }, "A replaced key's use is not known");
    return;
  }
  const lastUsedAt = result.value?.lastUsedAt ?? null;
  const delayMs = revokeAt.getTime() - replacedAt.getTime();
  const newsSince = replacedAt.getTime() + delayMs * NEWS_SINCE_SHARE;
  await engine.store.inUnit(async (unit) => {
    await unit.lockSecret(row.rotatingSecretId);
    if (!(await unit.updateCredential(id, "EXPIRING", { lastUsedAt }))) return;
    if (lastUsedAt === null || lastUsedAt.getTime() < newsSince) return;
    await unit.recordEvent({
      rotatingSecretId: row.rotatingSecretId,
      credentialId: id,
      type: "credential.still_used",
      actor: WORKER,
      detail: {
        serviceAccountName: row.serviceAccountName,
        lastUsedAt: lastUsedAt.toISOString(),
        revokeAt: revokeAt.toISOString(),
      },
    });
  });
}
