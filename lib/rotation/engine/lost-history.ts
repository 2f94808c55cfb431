/**
 * The database has lost data: it was restored, or a replica that missed the last seconds took over. A key
 * that it calls current may be gone, and accounts that it doesn't know may exist. Nothing in it is trusted
 * until every admin key's accounts were compared with the rows.
 */
import type { EngineServices } from "../services";

/**
 * Mints that appear to be running may have ended since. Accounts under their names are left alone for the
 * quarantine. Only for a certain loss: after an ordinary restart, a lost request's account may be deleted
 * immediately.
 */
export async function doubtMints({ db }: Pick<EngineServices, "db">): Promise<void> {
  await db.$executeRaw`
    UPDATE minted_credential SET revoke_at = now() WHERE state IN ('SENDING', 'MINTED', 'UNKNOWN') AND revoke_at IS NULL`;
}

/**
 * Makes every inventory and key check due, however recent the last one. Another one follows when
 * listings show the newest accounts.
 */
export async function distrustHistory({ db }: Pick<EngineServices, "db">): Promise<void> {
  await db.$transaction([
    db.$executeRaw`UPDATE instance SET history_lost_at = now() WHERE id = 1`,
    db.$executeRaw`UPDATE key_watch SET due_at = now()`,
    db.$executeRaw`
      UPDATE third_party_credential SET inventory_due_at = now(), inventoried_at = NULL WHERE deleted_at IS NULL`,
  ]);
}
