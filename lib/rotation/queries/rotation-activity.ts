import type { Overview } from "@/lib/api/rotating-secrets";
import { keysOf } from "@/lib/access/reach";
import { isSeen, isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import type { Ctx } from "@/lib/access/context";
import { Prisma } from "@/lib/generated/prisma/client";
import { DAY_MS, DAYS, dayOf, outcomesByDay } from "./outcomes";

type Counted = { day: string; rotations: number; failures: number };

/**
 * How many keys became current and how many attempts failed on each of the last 30 days (UTC), today last:
 * what `countRotations` has counted, and what came since.
 */
export async function rotationActivity({ db, actor }: Ctx, now: Date): Promise<Overview["activity"]> {
  const today = Date.parse(dayOf(now));
  const days = Array.from({ length: DAYS }, (_, index) => new Date(today - (DAYS - 1 - index) * DAY_MS));
  const first = days[0] ?? now;
  const isOurs = Prisma.sql`organisation_id = ${actor.organisationId}::uuid
    AND ${isSeen(actor, Prisma.sql`environment_id`)}`;
  // Stored counts cover all keys of an environment. For a caller who can see only some keys, the rotations are counted again.
  const isCounted = keysOf(actor).length === 0;
  const isSeenSecret = isSeenRotatingSecret(actor, Prisma.sql`rotating_secret`);
  // One snapshot of both. Otherwise rotations counted in between would be missing or counted twice.
  const counted = await db.$transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<
        { to: Date | null }[]
      >`SELECT rotations_counted_to AS to FROM instance`;
      const since = !isCounted || row?.to == null || row.to < first ? first : row.to;
      return await tx.$queryRaw<Counted[]>`
        SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(rotations)::int AS rotations, sum(failures)::int AS failures
          FROM (SELECT day, rotations, failures FROM rotation_day
                 WHERE ${isOurs} AND day >= ${dayOf(first)}::date AND ${since} > ${first}
                 UNION ALL
                SELECT day, rotations, failures FROM ${outcomesByDay(since, null, isSeenSecret)} AS outcome WHERE ${isOurs}) AS counted
         GROUP BY 1`;
    },
    { isolationLevel: "RepeatableRead" },
  );
  const byDay = new Map(counted.map((row) => [row.day, row]));
  return days.map((at) => {
    const day = dayOf(at);
    return { day, rotations: byDay.get(day)?.rotations ?? 0, failures: byDay.get(day)?.failures ?? 0 };
  });
}
