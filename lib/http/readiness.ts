/** Whether this process can serve, and what it knows about the worker. */
import { isBusy } from "@/lib/database/busy";
import { WORKER_SILENCE_SECONDS } from "@/lib/system/measure";
import { briefly, soon } from "./briefly";
import { READ_ONLY, type TroubleName, troubleOf, UNREACHABLE } from "@/lib/database/trouble";
import type { Db, Tx } from "@/lib/db";
import type { EngineServices } from "@/lib/rotation/services";

export type Readiness = {
  ready: boolean;
  checks: {
    database: "ok" | TroubleName;
    seal: "ok" | "sealed" | "unknown";
    worker: "ok" | "silent" | "unknown";
  };
  /** What is wrong with the database, and the fix. */
  problem?: string;
};

/**
 * Ready: the database responds and accepts changes. A seal or a silent worker is reported but doesn't make
 * the process unready: the page with the fix must stay reachable, and programs must keep getting values.
 * Responds within seconds, whatever the database does.
 */
export async function readiness(servicesOf: () => Promise<EngineServices>): Promise<Readiness> {
  try {
    const { db, lookAtSeal } = await soon(servicesOf());
    const [sealedBecause, isReadOnly, worker] = await Promise.all([
      soon(lookAtSeal()),
      briefly(db, readsOnly),
      lookAtWorker(db),
    ]);
    if (isReadOnly) return notReady(READ_ONLY);
    const seal = sealedBecause === null ? "ok" : "sealed";
    return { ready: true, checks: { database: "ok", seal, worker } };
  } catch (error) {
    return notReady(troubleOf(error) ?? UNREACHABLE);
  }
}

function notReady({ name, says }: { name: TroubleName; says: string }): Readiness {
  return { ready: false, checks: { database: name, seal: "unknown", worker: "unknown" }, problem: says };
}

async function readsOnly(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ on: boolean }[]>`
    SELECT current_setting('transaction_read_only') = 'on' AS on`;
  return row?.on === true;
}

/** Someone may have locked the table, which says nothing about the worker. */
async function lookAtWorker(db: Db): Promise<"ok" | "silent" | "unknown"> {
  try {
    const age = await briefly(db, heartbeatAgeSeconds);
    return age !== null && age < WORKER_SILENCE_SECONDS ? "ok" : "silent";
  } catch (error) {
    if (isBusy(error)) return "unknown";
    throw error;
  }
}

/** Seconds since any worker last reported. Null if none ever did. */
export async function heartbeatAgeSeconds(db: Tx): Promise<number | null> {
  const [row] = await db.$queryRaw<{ age: number | null }[]>`
    SELECT extract(epoch FROM now() - max(at))::float8 AS age FROM worker_heartbeat`;
  return row?.age ?? null;
}
