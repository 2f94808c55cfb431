import type { EngineServices } from "@/lib/rotation/services";
import { VERSION } from "@/lib/version";
import { every, type Loop } from "./loop";

const BEAT_EVERY_MS = 10_000;

/**
 * Readiness, `phase doctor` and the watchdog read these rows. Rows of workers that ended long ago are
 * removed. A worker that isn't `isWorking` reports nothing, because a stuck process must not look like a
 * working one.
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
        INSERT INTO worker_heartbeat (worker_id, version, started_at, at) VALUES (${workerId}, ${VERSION}, now(), now())
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
