import type { Overview } from "@/lib/api/rotating-secrets";
import { authorise } from "@/lib/access/permissions";
import { databaseNow } from "@/lib/db";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { countByHealth, LATE_REVOCATIONS, HEALTH, NEEDS_A_LOOK } from "./health-in-sql";
import { outstandingOfDeleted } from "./outstanding-of-deleted";
import { rotationActivity } from "./rotation-activity";
import { showRotatingSecret } from "./show";
import { shownRows } from "./shown-rows";

/** With more of them, callers look for one by its environment. */
const MOST = 100;

/** The organisation's rotating secrets, worst first, outstanding revocations of deleted ones, and the last 30 days. */
export async function getOverview(ctx: Ctx): Promise<Overview> {
  authorise(ctx.actor, "read");
  const isOurs = Prisma.sql`secret.organisation_id = ${ctx.actor.organisationId}::uuid
    AND ${isSeenRotatingSecret(ctx.actor, Prisma.sql`secret`)}`;
  const [ids, { paused: _, ...counts }, outstanding, sealedBecause, activity] = await Promise.all([
    worstFirst(ctx, isOurs),
    countByHealth(ctx.db, isOurs),
    outstandingOfDeleted(ctx),
    ctx.lookAtSeal(),
    databaseNow(ctx.db).then((now) => rotationActivity(ctx, now)),
  ]);
  const rows = await shownRows(ctx.db, ids);
  const { healthy, degraded, failed } = counts;
  return {
    counts:
      sealedBecause === null ? counts : { healthy: 0, degraded: 0, failed: healthy + degraded + failed },
    items: rows.map((row) => ({
      rotatingSecret: showRotatingSecret(row, sealedBecause),
      appId: row.environment?.appId ?? "",
      appName: row.environment?.app.name ?? "",
      environmentName: row.environment?.name ?? "",
    })),
    deletedDebts: outstanding,
    activity,
  };
}

async function worstFirst({ db }: Ctx, isOurs: Prisma.Sql): Promise<string[]> {
  // Those that need attention, then as many of the next as fit, read in the order of the index of due work.
  const found = await db.$queryRaw<{ id: string }[]>`
    WITH candidate AS (
      SELECT secret.id FROM rotating_secret AS secret WHERE ${NEEDS_A_LOOK} AND ${isOurs}
       UNION SELECT rotating_secret_id FROM ${LATE_REVOCATIONS} AS outstanding
       UNION (SELECT secret.id FROM rotating_secret AS secret
               WHERE secret.deleted_at IS NULL AND secret.pause_reason IS NULL AND ${isOurs}
               ORDER BY coalesce(secret.retry_at, secret.rotate_requested_at, secret.next_rotation_at), secret.id
               LIMIT ${MOST}))
    SELECT secret.id
      FROM candidate JOIN rotating_secret AS secret ON secret.id = candidate.id
      LEFT JOIN ${LATE_REVOCATIONS} AS pending ON pending.rotating_secret_id = secret.id
     WHERE secret.deleted_at IS NULL AND ${isOurs}
     ORDER BY array_position(ARRAY['failed', 'degraded', 'healthy'], ${HEALTH}), coalesce(pending.late, 0) DESC,
              CASE WHEN secret.pause_reason IS NULL
                   THEN coalesce(secret.retry_at, secret.rotate_requested_at, secret.next_rotation_at)
                   ELSE secret.next_rotation_at END, secret.id
     LIMIT ${MOST}`;
  return found.map(({ id }) => id);
}
