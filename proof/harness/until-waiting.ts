import type { Db } from "@/lib/db";

/** Until a statement in this database waits for a row or a transaction of another one, or `work` has ended without. */
export async function untilWaiting(db: Db, work: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  const isOver = () => hasEnded;
  const end = () => {
    hasEnded = true;
  };
  work.then(end, end);
  while (!isOver()) {
    const [row] = await db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if ((row?.waiting ?? 0) > 0) return;
  }
}
