/**
 * Removes what is so old that nobody needs it any more: events, past credentials, and then deleted rotating secrets and
 * admin keys. Works in batches in order of ID, so that no run reads a table twice.
 */
import type { Db } from "@/lib/db";
import type { Logger } from "pino";
import { Prisma } from "@/lib/generated/prisma/client";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

type Options = { rowsAtOnce?: number; stopping?: AbortSignal };
type Table = "minted_credential" | "rotating_secret" | "third_party_credential";
type Batch = { pruned: bigint; lookedAt: string | null };

/** Removes what is older than `days`, which is at least 30. `stopping` ends it between two batches. */
export async function pruneHistory(
  { db, log }: { db: Db; log: Logger },
  days: number,
  { rowsAtOnce = 2_000, stopping }: Options = {},
): Promise<void> {
  const inBatches = async (batch: (after: string) => Promise<Batch[]>): Promise<number> => {
    let removed = 0;
    for (let after: string | null = FIRST_ID; after !== null && stopping?.aborted !== true;) {
      const [done] = await batch(after);
      removed += Number(done?.pruned ?? 0);
      after = done?.lookedAt ?? null;
    }
    return removed;
  };
  const rowsOf = (table: Table, which: Prisma.Sql) =>
    inBatches((after) => pruneRows(db, table, which, { days, after, rowsAtOnce }));
  const removed = {
    events: await inBatches(
      (after) => db.$queryRaw`
        SELECT pruned, looked_at AS "lookedAt"
          FROM phase_prune_events(${days}::int, ${after}::uuid, ${rowsAtOnce}::int)`,
    ),
    credentials: await rowsOf("minted_credential", IS_ENDED),
    // Last, because events and credentials refer to them.
    rotatingSecrets: await rowsOf("rotating_secret", IS_DELETED_SECRET),
    adminKeys: await rowsOf("third_party_credential", IS_DELETED_ADMIN_KEY),
  };
  if (Object.values(removed).some((rows) => rows > 0)) log.info({ ...removed, days }, "History removed");
}

/**
 * Nothing is left to do for the credential, and the overview has counted its rotation. A discarded credential with an
 * account stays, because an operator chose to leave that account. Without the row, Phase would delete it as orphaned.
 */
const IS_ENDED = Prisma.sql`
  (state IN ('REVOKED', 'FAILED') OR (state = 'DISCARDED' AND service_account_id IS NULL))
    AND next_check_at IS NULL
    AND GREATEST(sent_at, revoked_at, last_failure_at, watch_until) < cutoff
    AND sent_at < (SELECT rotations_counted_to FROM instance)`;

const IS_DELETED_SECRET = Prisma.sql`
  deleted_at < cutoff
    AND NOT EXISTS (SELECT FROM minted_credential AS minted WHERE minted.rotating_secret_id = found.id)
    AND NOT EXISTS (SELECT FROM event WHERE event.rotating_secret_id = found.id)`;

const IS_DELETED_ADMIN_KEY = Prisma.sql`
  deleted_at < cutoff
    AND NOT EXISTS (SELECT FROM rotating_secret AS secret WHERE secret.third_party_credential_id = found.id)
    AND NOT EXISTS (SELECT FROM minted_credential AS minted WHERE minted.third_party_credential_id = found.id)`;

/** Skips locked rows, which the next run removes. */
async function pruneRows(
  db: Db,
  table: Table,
  which: Prisma.Sql,
  { days, after, rowsAtOnce }: { days: number; after: string; rowsAtOnce: number },
): Promise<Batch[]> {
  const name = Prisma.raw(table);
  return await db.$queryRaw`
    WITH looked AS (
      SELECT found.id, (${which}) AS is_over
        FROM ${name} AS found, (SELECT now() - make_interval(days => ${days}::int) AS cutoff) AS kept
       WHERE found.id > ${after}::uuid AND found.id < phase_first_id_at(cutoff)
       ORDER BY found.id LIMIT ${rowsAtOnce}::int FOR UPDATE OF found SKIP LOCKED
    ), gone AS (
      DELETE FROM ${name} AS found USING looked WHERE found.id = looked.id AND looked.is_over RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) AS pruned, (SELECT id FROM looked ORDER BY id DESC LIMIT 1) AS "lookedAt"`;
}
