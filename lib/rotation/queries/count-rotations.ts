import type { Db } from "@/lib/db";
import { DAY_MS, DAYS, dayOf, outcomesByDay } from "./outcomes";

/** Transactions that began before then have ended. */
const ENDED_MS = 15 * 60_000;

/**
 * Adds to `rotation_day` what has ended since the last run, a day at a time, so that the overview reads sums.
 * Several workers may run it at the same time. Days outside the overview's range are deleted.
 */
export async function countRotations(db: Db): Promise<void> {
  while (await countDay(db)) {
    // Another day follows.
  }
}

async function countDay(db: Db): Promise<boolean> {
  return await db.$transaction(async (tx) => {
    // A running mint has no outcome yet, so nothing requested after it is counted before it.
    const [row] = await tx.$queryRaw<{ counted: Date | null; now: Date; underWay: Date | null }[]>`
      SELECT rotations_counted_to AS counted, now(),
             (SELECT min(sent_at) FROM minted_credential WHERE state IN ('SENDING', 'MINTED')) AS "underWay"
        FROM instance FOR UPDATE`;
    if (row === undefined) return false;
    const first = Date.parse(dayOf(row.now)) - (DAYS - 1) * DAY_MS;
    const since = Math.max(row.counted?.getTime() ?? first, first);
    const end = Math.min(row.now.getTime() - ENDED_MS, row.underWay?.getTime() ?? Infinity);
    const to = Math.min(end, since + DAY_MS);
    if (to <= since) return false;
    await tx.$executeRaw`DELETE FROM rotation_day WHERE day < ${dayOf(new Date(first))}::date`;
    await tx.$executeRaw`
      INSERT INTO rotation_day AS counted (id, organisation_id, environment_id, day, rotations, failures)
      SELECT gen_random_uuid(), organisation_id, environment_id, day, rotations, failures
        FROM ${outcomesByDay(new Date(since), new Date(to))} AS outcome
      ON CONFLICT (organisation_id, environment_id, day)
        DO UPDATE SET rotations = counted.rotations + excluded.rotations, failures = counted.failures + excluded.failures`;
    await tx.instance.updateMany({ data: { rotationsCountedTo: new Date(to) } });
    return to < end;
  });
}
