/** Results of rotations by day, read from the many credentials. */
import { Prisma } from "@/lib/generated/prisma/client";

/** The number of days covered, including today. */
export const DAYS = 30;
export const DAY_MS = 86_400_000;
/** A process generates IDs by its own clock, so a row's ID may be this much older than the row. */
const CLOCKS_DIFFER_MS = 3_600_000;

/** The day of a time (UTC), as text. */
export const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** The lowest UUIDv7 of a time. A row's ID is as old as the row, so the primary key serves as an index by time. */
function firstIdAt(milliseconds: number): string {
  const hex = milliseconds.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/**
 * A table of organisation_id, environment_id, day, rotations and failures: keys that became current, and
 * attempts that failed, requested since the given time. A secret whose first mint failed never existed.
 * `which`: a condition on the rotating secret.
 */
export function outcomesByDay(
  since: Date,
  before: Date | null = null,
  which: Prisma.Sql = Prisma.sql`true`,
): Prisma.Sql {
  const at = Prisma.sql`coalesce(credential.exposed_at, credential.sent_at)`;
  const upTo = before === null ? Prisma.empty : Prisma.sql`AND ${at} < ${before}`;
  return Prisma.sql`(
    SELECT rotating_secret.organisation_id, rotating_secret.environment_id, (${at} AT TIME ZONE 'UTC')::date AS day,
           count(credential.exposed_at)::int AS rotations,
           count(*) FILTER (WHERE credential.exposed_at IS NULL)::int AS failures
      FROM minted_credential AS credential
      JOIN rotating_secret ON rotating_secret.id = credential.rotating_secret_id
     WHERE ${at} >= ${since} ${upTo} AND ${which}
       AND credential.id >= ${firstIdAt(since.getTime() - CLOCKS_DIFFER_MS)}::uuid
       AND (credential.exposed_at IS NOT NULL
            OR (credential.state NOT IN ('SENDING', 'MINTED')
                AND EXISTS (SELECT FROM minted_credential AS exposed
                             WHERE exposed.rotating_secret_id = credential.rotating_secret_id
                               AND exposed.exposed_at IS NOT NULL)))
     GROUP BY 1, 2, 3)`;
}
