/**
 * Ends a worker that is alive but does nothing. Every wait on the database has a limit, so this should never
 * be necessary: it is for unforeseen cases. Uses a separate connection to check whether the worker has
 * reported recently.
 */
import { connect } from "@/lib/database/connect";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 20_000;
const ANSWER_SECONDS = 10;
/** Longer than a heartbeat's interval and the limits of everything that it waits for. */
export const LONGEST_SILENCE_SECONDS = 120;

type Watched = { databaseUrl: string; workerId: string };

/** `giveUp` is called after two silent checks in a row, because a machine that slept has had time to report. */
export function startWatchdog(watched: Watched, giveUp: () => void, lookEveryMs = LOOK_EVERY_MS): Loop {
  let silent = 0;
  return every(
    lookEveryMs,
    async () => {
      silent = (await isSilent(watched)) ? silent + 1 : 0;
      if (silent === 2) giveUp();
    },
    // If the database accepts no new connection either, the worker isn't to blame.
    () => {
      silent = 0;
    },
  );
}

/**
 * Writes like a report does. If that fails too (read-only, disk full, locked table), the database is at
 * fault, and a new process couldn't report either.
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
