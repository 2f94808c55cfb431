/**
 * The database knows less than it once did: it was restored, or a replica that missed the last seconds took over. A key
 * that it calls current may be gone, and accounts may live that it does not know. Nothing of it is believed before every
 * admin key's accounts have been compared with the rows.
 */
import type { EngineServices } from "../services";

/**
 * Mints that are under way by these rows may have ended since: what is found under their names is left alone for the
 * quarantine. For a loss that is certain: after an ordinary restart a lost request's account may go at once.
 */
export async function doubtMints({ db }: Pick<EngineServices, "db">): Promise<void> {
  await db.$executeRaw`
    UPDATE minted_credential SET revoke_at = now() WHERE state IN ('SENDING', 'MINTED', 'UNKNOWN') AND revoke_at IS NULL`;
}

/** Makes every inventory and every look at exposed keys due, however recent the last one. Another follows when listings show what is newest now. */
export async function distrustHistory({ db }: Pick<EngineServices, "db">): Promise<void> {
  await db.$transaction([
    db.$executeRaw`UPDATE instance SET history_lost_at = now() WHERE id = 1`,
    db.$executeRaw`UPDATE key_watch SET due_at = now()`,
    db.$executeRaw`
      UPDATE third_party_credential SET inventory_due_at = now(), inventoried_at = NULL WHERE deleted_at IS NULL`,
  ]);
}
