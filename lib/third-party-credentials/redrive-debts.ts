import type { Tx } from "@/lib/db";
import type { EngineServices } from "@/lib/rotation/services";
import { databaseNow } from "@/lib/rotation/store";

/** The key may work (again): what failed with the old one is tried now, not when its wait is over. */
export async function redriveDebts(
  tx: Tx,
  services: Pick<EngineServices, "queue">,
  thirdPartyCredentialId: string,
): Promise<void> {
  // The engine locks a secret before its credentials; whoever goes the other way meets it in a deadlock.
  await tx.$queryRaw`
    SELECT 1 FROM rotating_secret WHERE third_party_credential_id = ${thirdPartyCredentialId}::uuid
        OR id IN (SELECT rotating_secret_id FROM minted_credential
                   WHERE third_party_credential_id = ${thirdPartyCredentialId}::uuid AND next_check_at IS NOT NULL)
     ORDER BY id FOR UPDATE`;
  const now = await databaseNow(tx);
  const owed = await tx.mintedCredential.updateManyAndReturn({
    where: {
      thirdPartyCredentialId,
      state: { in: ["REVOKING", "UNKNOWN"] },
      failureCount: { gt: 0 },
      nextCheckAt: { gt: now },
    },
    data: { nextCheckAt: now },
    select: { id: true },
  });
  for (const { id } of owed) await services.queue.wakeSettle(tx, id, now);
  // Mints that wait for a second refusal, or for a failure to pass. A paused schedule waits for its Resume.
  const retrying = await tx.rotatingSecret.updateManyAndReturn({
    where: { thirdPartyCredentialId, deletedAt: null, pauseReason: null, retryAt: { gt: now } },
    data: { retryAt: now },
    select: { id: true },
  });
  for (const { id } of retrying) await services.queue.wakeMint(tx, id, now);
}
