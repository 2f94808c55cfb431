/**
 * Wakes the job workers at the moment a row is due. pg-boss announces new jobs, but not deferred ones that come due:
 * by polling alone they would be seconds late.
 */
import type { Db } from "@/lib/db";
import { untilNextDue } from "@/lib/rotation/engine/sweep";
import { every, type Loop } from "./loop";

const LOOK_EVERY_MS = 1_000;

export function startDispatcher(db: Db, wake: () => void, onError: (error: unknown) => void): Loop {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async () => {
    const milliseconds = await untilNextDue(db);
    clearTimeout(timer);
    if (stopped || milliseconds === null || milliseconds > LOOK_EVERY_MS) return;
    timer = setTimeout(
      () => {
        wake();
        // More rows may be due before the next regular look.
        look().catch(onError);
      },
      Math.max(milliseconds, 0) + 1,
    );
  };
  const loop = every(LOOK_EVERY_MS, look, onError);
  return {
    async stop() {
      stopped = true;
      await loop.stop();
      clearTimeout(timer);
    },
  };
}
