import type { Job, PgBoss } from "pg-boss";

/** Announced jobs and due rows wake a taker; polling is for what gets lost between. Seconds. */
const POLLING_SECONDS = 2;

/**
 * `count` takers for one queue, each with one job at a time. A taker that had a job looks for the next at once: pg-boss
 * by itself would wait out the polling interval first. Returns what wakes all of them.
 */
export async function takeJobs(
  boss: PgBoss,
  queue: string,
  count: number,
  handle: (jobs: Job<unknown>[]) => Promise<void>,
): Promise<() => void> {
  const options = { pollingIntervalSeconds: POLLING_SECONDS, notifyPollingIntervalSeconds: POLLING_SECONDS };
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const id = await boss.work(queue, options, async (jobs: Job<unknown>[]) => {
      try {
        await handle(jobs);
      } finally {
        const own = ids[index];
        if (own !== undefined) boss.notifyWorker(own);
      }
    });
    ids.push(id);
  }
  return () => {
    for (const id of ids) boss.notifyWorker(id);
  };
}
