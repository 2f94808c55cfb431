import type { EngineServices } from "@/lib/rotation/services";
import { every, type Loop } from "./loop";

const BEAT_EVERY_MS = 10_000;

/**
 * Readiness, `phase doctor` and the watchdog look at these rows. Those of workers that ended long ago are removed.
 * A worker that is not `isWorking` reports nothing: a process that only lives must not pass for one that works.
 */
export function startHeartbeat(
  { db, workerId }: Pick<EngineServices, "db" | "workerId">,
  isWorking: () => boolean,
  onError: (error: unknown) => void,
): Loop {
  const loop = every(
    BEAT_EVERY_MS,
    async () => {
      if (!isWorking()) return;
      await db.$executeRaw`
        WITH old AS (DELETE FROM worker_heartbeat WHERE at < now() - interval '1 day' AND worker_id <> ${workerId})
        INSERT INTO worker_heartbeat (worker_id, started_at, at) VALUES (${workerId}, now(), now())
        ON CONFLICT (worker_id) DO UPDATE SET at = now()`;
    },
    onError,
  );
  return {
    async stop() {
      await loop.stop();
      await db.workerHeartbeat.deleteMany({ where: { workerId } }).catch(onError);
    },
  };
}
