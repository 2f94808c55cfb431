import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 250;
const FIRST_RESTART_MS = 250;
const LAST_RESTART_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

export type Keeping = { stop(): Promise<void> };

/**
 * Restarts something whenever it stops, each time a little later if it doesn't stay up, until `stop`. `start`
 * may be called while another process has already started it. `say` reports to people.
 */
export function keepRunning(
  isRunning: () => Promise<boolean>,
  start: () => Promise<void>,
  say: (line: string) => void,
): Keeping {
  const stopped = new AbortController();
  const isStopped = () => stopped.signal.aborted;
  const pause = (milliseconds: number) =>
    delay(milliseconds, undefined, { signal: stopped.signal }).catch(() => {});
  const run = async () => {
    let restartMs = FIRST_RESTART_MS;
    let startedAt = Date.now();
    while (!isStopped()) {
      await pause(LOOK_EVERY_MS);
      if (isStopped() || (await isRunning())) continue;
      if (Date.now() - startedAt > STEADY_AFTER_MS) restartMs = FIRST_RESTART_MS;
      say(`The bundled PostgreSQL stopped; restarting it in ${restartMs / 1000} s`);
      await pause(restartMs);
      if (isStopped()) return;
      restartMs = Math.min(restartMs * 2, LAST_RESTART_MS);
      await start().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
      startedAt = Date.now();
    }
  };
  const done = run();
  return {
    async stop() {
      stopped.abort();
      await done;
    },
  };
}
