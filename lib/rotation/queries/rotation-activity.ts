import type { Overview } from "@/lib/api/rotating-secrets";
import { isSeen } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";

const DAYS = 30;
const DAY_MS = 86_400_000;

/** The lowest UUIDv7 of a moment: a row's id is as old as the row, so the primary key serves as an index by time. */
function firstIdAt(milliseconds: number): string {
  const hex = milliseconds.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

type Counted = { day: string; rotations: number; failures: number };

/**
 * How many keys became current and how many tries came to nothing on each of the last 30 days (UTC), today last. A secret whose
 * first mint failed was never there.
 */
export async function rotationActivity(ctx: Ctx, now: Date): Promise<Overview["activity"]> {
  const { actor } = ctx;
  const today = Date.parse(now.toISOString().slice(0, 10));
  const days = Array.from({ length: DAYS }, (_, index) => today - (DAYS - 1 - index) * DAY_MS);
  const since = new Date(days[0] ?? today);
  const counted = await ctx.db.$queryRaw<Counted[]>`
    SELECT to_char(coalesce(credential.exposed_at, credential.sent_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
           count(credential.exposed_at)::int AS rotations,
           count(*) FILTER (WHERE credential.exposed_at IS NULL)::int AS failures
      FROM minted_credential AS credential
      JOIN rotating_secret ON rotating_secret.id = credential.rotating_secret_id
     WHERE rotating_secret.organisation_id = ${actor.organisationId}::uuid
       AND ${isSeen(actor, Prisma.sql`rotating_secret.environment_id`)}
       AND credential.sent_at >= ${since} AND credential.id >= ${firstIdAt(since.getTime() - DAY_MS)}::uuid
       AND (credential.exposed_at IS NOT NULL
            OR (credential.state NOT IN ('SENDING', 'MINTED')
                AND EXISTS (SELECT FROM minted_credential AS exposed
                             WHERE exposed.rotating_secret_id = credential.rotating_secret_id
                               AND exposed.exposed_at IS NOT NULL)))
     GROUP BY 1`;
  const byDay = new Map(counted.map((row) => [row.day, row]));
  return days.map((at) => {
    const day = new Date(at).toISOString().slice(0, 10);
    return { day, rotations: byDay.get(day)?.rotations ?? 0, failures: byDay.get(day)?.failures ?? 0 };
  });
}
