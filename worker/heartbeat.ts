import type { EngineServices } from "@/lib/rotation/services";
import { every, type Loop } from "./loop";

const BEAT_EVERY_MS = 10_000;

/** Readiness and `phase doctor` look at these rows. Those of workers that ended long ago are removed. */
export function startHeartbeat({ db, workerId }: EngineServices, onError: (error: unknown) => void): Loop {
  const loop = every(
    BEAT_EVERY_MS,
    async () => {
      await db.$executeRaw`
        INSERT INTO worker_heartbeat (worker_id, started_at, at) VALUES (${workerId}, now(), now())
        ON CONFLICT (worker_id) DO UPDATE SET at = now()`;
      await db.$executeRaw`DELETE FROM worker_heartbeat WHERE at < now() - interval '1 day'`;
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
