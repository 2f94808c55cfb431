import type { Db } from "@/lib/db";

/** Rows changed in one statement: however many there are, none holds its locks for long. */
const BITE = 500;

/**
 * The key may work (again): what failed with the old one is tried now, not when its wait is over. A row that the engine
 * works on at this moment is left to it. Each bite is committed by itself: one that is lost leaves rows that are tried
 * when their waits are over.
 */
export async function redriveDebts(db: Db, thirdPartyCredentialId: string): Promise<void> {
  await untilNothing(
    () => db.$executeRaw`
      UPDATE minted_credential SET next_check_at = now() WHERE id IN (
        SELECT id FROM minted_credential
         WHERE third_party_credential_id = ${thirdPartyCredentialId}::uuid AND next_check_at > now()
           AND state IN ('REVOKING', 'UNKNOWN') AND failure_count > 0
         LIMIT ${BITE} FOR UPDATE SKIP LOCKED)`,
  );
  // Mints that wait for a second refusal, or for a failure to pass. A paused schedule waits for its Resume.
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
