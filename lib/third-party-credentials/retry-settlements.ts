import type { Db } from "@/lib/db";

/** Rows changed per statement, so that none holds its locks for long. */
const BITE = 500;

/**
 * The key may work (again), so calls that failed with the previous one are attempted now, not after their
 * delay. Rows that the engine holds at the moment are left to it. Each batch is committed separately: if one
 * is lost, its rows are attempted after their delay.
 */
export async function retrySettlements(db: Db, thirdPartyCredentialId: string): Promise<void> {
  await untilNothing(
    () => db.$executeRaw`
      UPDATE minted_credential SET next_check_at = now() WHERE id IN (
        SELECT id FROM minted_credential
         WHERE third_party_credential_id = ${thirdPartyCredentialId}::uuid AND next_check_at > now()
           AND state IN ('REVOKING', 'UNKNOWN') AND failure_count > 0
         LIMIT ${BITE} FOR UPDATE SKIP LOCKED)`,
  );
  // Mints that wait for a second refusal, or for a failure to pass. A paused schedule waits for Resume.
  await untilNothing(
    () => db.$executeRaw`
      UPDATE rotating_secret SET retry_at = now() WHERE id IN (
        SELECT id FROM rotating_secret
         WHERE third_party_credential_id = ${thirdPartyCredentialId}::uuid AND retry_at > now()
           AND deleted_at IS NULL AND pause_reason IS NULL
         LIMIT ${BITE} FOR UPDATE SKIP LOCKED)`,
  );
}

async function untilNothing(bite: () => Promise<number>): Promise<void> {
  while ((await bite()) > 0);
}
