/**
 * Ends a worker that lives and does nothing. Every wait on the database has a bound, so that this should never be needed:
 * it is for what nobody thought of. It asks through a connection of its own, whether the worker has reported lately.
 */
import { connect } from "@/lib/database/connect";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 20_000;
const ANSWER_SECONDS = 10;
/** Longer than a heartbeat's interval and the bounds of all that it waits for. */
export const LONGEST_SILENCE_SECONDS = 120;

type Watched = { databaseUrl: string; workerId: string };

/** `giveUp` is called once two looks in a row have found it silent: a machine that slept has had time to report. */
export function startWatchdog(watched: Watched, giveUp: () => void, lookEveryMs = LOOK_EVERY_MS): Loop {
  let silent = 0;
  return every(
    lookEveryMs,
    async () => {
      silent = (await isSilent(watched)) ? silent + 1 : 0;
      if (silent === 2) giveUp();
    },
    // A database that serves no new connection either is no fault of the worker's.
    () => {
      silent = 0;
    },
  );
}

/**
 * It writes, as a report does: where that fails too (read-only, out of disk, a locked table), the database is what is wrong,
 * and a new process could not report either.
 */
async function isSilent({ databaseUrl, workerId }: Watched): Promise<boolean> {
  const client = await connect(databaseUrl, { name: "phase watchdog", answerSeconds: ANSWER_SECONDS });
  try {
    const { rowCount } = await client.query(
      "UPDATE worker_heartbeat SET at = at WHERE worker_id = $1 AND at < now() - make_interval(secs => $2)",
      [workerId, LONGEST_SILENCE_SECONDS],
    );
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
