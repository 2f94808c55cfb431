/** `healthOf` as SQL, for what counts or sorts more rotating secrets than one would want to read. A test holds both together. */
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { HEALTHS, type Health } from "@/lib/lists/states";
import { IS_WAITING } from "./pending";

/** What each rotating secret owes; those that owe nothing have no row. */
export const DEBTS = Prisma.sql`(
  SELECT rotating_secret_id, count(*) FILTER (WHERE failure_count > 0) AS failing,
         count(*) FILTER (WHERE state = 'REVOKING' OR (state = 'UNKNOWN' AND failure_count > 0)) AS late
    FROM minted_credential WHERE ${IS_WAITING} GROUP BY rotating_secret_id)`;

/** Of a row `secret` of rotating_secret, left-joined with its row `pending`. */
export const HEALTH = Prisma.sql`
  CASE WHEN secret.pause_reason = 'failure' THEN 'failed'
       WHEN secret.failure_count > 0 OR pending.failing > 0 THEN 'degraded' ELSE 'healthy' END`;

type Counts = Record<Health, number> & { paused: number };

/** Of those that `which`, a condition on `secret`, holds for. */
export async function countByHealth(db: Tx, which: Prisma.Sql): Promise<Counts> {
  const rows = await db.$queryRaw<{ health: Health; count: number; paused: number }[]>`
    SELECT ${HEALTH} AS health, count(*)::int AS count, count(secret.pause_reason)::int AS paused
      FROM rotating_secret AS secret LEFT JOIN ${DEBTS} AS pending ON pending.rotating_secret_id = secret.id
     WHERE secret.deleted_at IS NULL AND ${which} GROUP BY 1`;
  const of = (health: Health) => rows.find((row) => row.health === health)?.count ?? 0;
  const counts = Object.fromEntries(HEALTHS.map((health) => [health, of(health)])) as Record<Health, number>;
  return { ...counts, paused: rows.reduce((sum, { paused }) => sum + paused, 0) };
}
