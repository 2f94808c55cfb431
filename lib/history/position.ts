/** How far a database has progressed, as far as it can tell: its log, a counter, its start time and its clock. */
import * as z from "zod";
import type { Db } from "@/lib/db";

export const positionSchema = z.object({
  instanceId: z.string(),
  /** When the server started, in its own words: text, to the microsecond. */
  serverStartedAt: z.string(),
  /** The server's clock. */
  at: z.iso.datetime(),
  /** `instance.looks`, which grows with each reading: a whole number in decimal digits. */
  looks: z.string(),
  /** Timeline and byte of the write-ahead log. Null if the server doesn't report it (some hosted ones). */
  log: z.object({ timeline: z.int(), byte: z.string() }).nullable(),
});
export type Position = z.infer<typeof positionSchema>;

/** A clock correction of this size is normal. */
const CLOCK_STEP_MS = 10_000;

/** The only sign that may be harmless: a server that stopped cleanly or crashed still has its data. */
export const RESTARTED = "its server was started again";

/**
 * Why a database that was at `before` may have lost data since. Null if not. A restart counts, because the
 * server may be a replica, a restored one, or one that lost its last seconds.
 */
export function lossBetween(before: Position, now: Position): string | null {
  if (before.instanceId !== now.instanceId) return "it is another installation's";
  if (before.log !== null && now.log !== null) {
    if (before.log.timeline !== now.log.timeline) return "its log is on another timeline";
    if (BigInt(now.log.byte) < BigInt(before.log.byte))
      return "its log ends before a position that it had reached";
  }
  if (BigInt(now.looks) <= BigInt(before.looks)) return "its counter of looks is behind";
  if (before.serverStartedAt !== now.serverStartedAt) return RESTARTED;
  if (Date.parse(now.at) < Date.parse(before.at) - CLOCK_STEP_MS) return "its clock went back";
  return null;
}

/** Counts this reading, then reads. Null before the first start has created the instance row. */
export async function readPosition(db: Db): Promise<Position | null> {
  const [row] = await db.$queryRaw<(Omit<Position, "log" | "at"> & { at: Date })[]>`
    UPDATE instance SET looks = looks + 1 WHERE id = 1
    RETURNING instance_id::text AS "instanceId", looks::text, clock_timestamp() AS at,
              pg_postmaster_start_time()::text AS "serverStartedAt"`;
  if (row === undefined) return null;
  return { ...row, at: row.at.toISOString(), log: await readLog(db) };
}

/** A hosted server may refuse these functions, or have no such log. */
async function readLog(db: Db): Promise<Position["log"]> {
  try {
    const [log] = await db.$queryRaw<{ timeline: number; byte: string }[]>`
      SELECT ('x' || left(pg_walfile_name(place), 8))::bit(32)::int AS timeline,
             pg_wal_lsn_diff(place, '0/0')::text AS byte
        FROM pg_current_wal_lsn() AS place`;
    return log ?? null;
  } catch {
    return null;
  }
}
