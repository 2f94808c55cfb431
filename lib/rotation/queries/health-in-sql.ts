/** `healthOf` as SQL, for counting and sorting more rotating secrets than one would read. A test compares the two. */
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { HEALTHS, type Health } from "@/lib/lists/states";
import { IS_WAITING } from "../store/pending";

/** Written like the predicate of the index minted_credential_troubled. */
const IS_TROUBLED = Prisma.sql`${IS_WAITING} AND (failure_count > 0 OR state = 'REVOKING')`;

/** The late or failing revocations of each rotating secret. The others have no row. */
export const LATE_REVOCATIONS = Prisma.sql`(
  SELECT rotating_secret_id, count(*) FILTER (WHERE failure_count > 0) AS failing,
         count(*) FILTER (WHERE state = 'REVOKING' OR (state = 'UNKNOWN' AND failure_count > 0)) AS late
    FROM minted_credential WHERE ${IS_TROUBLED} GROUP BY rotating_secret_id)`;

/** A row `secret` of rotating_secret that needs its own check. Written like the index rotating_secret_troubled. */
export const NEEDS_A_LOOK = Prisma.sql`secret.deleted_at IS NULL AND (secret.failure_count > 0 OR secret.pause_reason IS NOT NULL)`;

/** For a row `secret` of rotating_secret, left-joined with its row `pending`. */
export const HEALTH = Prisma.sql`
  CASE WHEN secret.pause_reason = 'failure' THEN 'failed'
       WHEN secret.failure_count > 0 OR pending.failing > 0 THEN 'degraded' ELSE 'healthy' END`;

type Counts = Record<Health, number> & { paused: number };

/**
 * For rows that match `which`, a condition on `secret`. Healthy ones are counted with the total, without
 * reading them.
 */
export async function countByHealth(db: Tx, which: Prisma.Sql): Promise<Counts> {
  const rows = await db.$queryRaw<{ health: Health | "all"; count: number; paused: number }[]>`
    WITH looked_at AS (
      SELECT secret.id FROM rotating_secret AS secret WHERE ${NEEDS_A_LOOK} AND ${which}
       UNION SELECT rotating_secret_id FROM ${LATE_REVOCATIONS} AS pending)
    SELECT ${HEALTH} AS health, count(*)::int AS count, count(secret.pause_reason)::int AS paused
      FROM looked_at JOIN rotating_secret AS secret ON secret.id = looked_at.id AND secret.deleted_at IS NULL AND ${which}
      LEFT JOIN ${LATE_REVOCATIONS} AS pending ON pending.rotating_secret_id = secret.id
     GROUP BY 1
     UNION ALL
    SELECT 'all', count(*)::int, 0 FROM rotating_secret AS secret WHERE secret.deleted_at IS NULL AND ${which}`;
  const of = (health: Health | "all") => rows.find((row) => row.health === health)?.count ?? 0;
  const counts = Object.fromEntries(HEALTHS.map((health) => [health, of(health)])) as Record<Health, number>;
  const healthy =
    of("all") - HEALTHS.reduce((sum, health) => sum + (health === "healthy" ? 0 : of(health)), 0);
  return { ...counts, healthy, paused: rows.reduce((sum, { paused }) => sum + paused, 0) };
}
