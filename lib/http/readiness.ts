/** Whether this process can serve, and what it knows of the worker. */
import type { EngineServices } from "@/lib/rotation/services";

const WORKER_SILENCE_SECONDS = 60;

export type Readiness = {
  ready: boolean;
  checks: {
    database: "ok" | "unreachable";
    seal: "ok" | "sealed" | "unknown";
    worker: "ok" | "silent" | "unknown";
  };
};

/**
 * Ready: the database answers. A seal and a silent worker are told, and change nothing here: the page that says what to do
 * must stay reachable, and readers keep getting their values.
 */
export async function readiness(servicesOf: () => Promise<EngineServices>): Promise<Readiness> {
  try {
    const { db, lookAtSeal } = await servicesOf();
    const sealedBecause = await lookAtSeal();
    const age = await heartbeatAgeSeconds(db);
    const checks = {
      database: "ok",
      seal: sealedBecause === null ? "ok" : "sealed",
      worker: age !== null && age < WORKER_SILENCE_SECONDS ? "ok" : "silent",
    } as const;
    return { ready: true, checks };
  } catch {
    return { ready: false, checks: { database: "unreachable", seal: "unknown", worker: "unknown" } };
  }
}

/** Seconds since the last sign of life of any worker; null when there never was one. */
export async function heartbeatAgeSeconds(db: EngineServices["db"]): Promise<number | null> {
  const [row] = await db.$queryRaw<{ age: number | null }[]>`
    SELECT extract(epoch FROM now() - max(at))::float8 AS age FROM worker_heartbeat`;
  return row?.age ?? null;
}
