/**
 * Outages of the database, the queue and the provider: stopped immediately, emptied, or behind a network that
 * drops everything.
 */
import { setTimeout as delay } from "node:timers/promises";
import { isBusy } from "@/lib/database/busy";
import type { Db } from "@/lib/db";
import { leaseSeconds } from "@/lib/rotation/core/schedule";
import { comeToRest, SLEEPERS } from "./calm";
import type { Cluster } from "./cluster";
import { addFaults } from "./faults";
import { keepRunning } from "./keep-running";
import type { Result } from "./result";
import { CHAOS_OPTIONS, withStage, type Stage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

const CALLS_BETWEEN = 25;
const PROGRESS_WITHIN_MS = 10_000;

/** Stops PostgreSQL `count` times as if its machine's power had been kept and its process killed. */
export async function stopDatabase(
  cluster: Cluster,
  bundles: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  const outages = { goal: "G3 PostgreSQL stopped", unit: "stops", count };
  return await goThrough(cluster, bundles, seed, outages, async ({ random }) => {
    await cluster.stopImmediately();
    await delay(random() * 1_500);
    await cluster.startAgain();
  });
}

/** Empties the queue's tables `count` times: jobs are wake-ups, rows are the truth. */
export async function emptyQueue(
  cluster: Cluster,
  bundles: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  const outages = { goal: "G3 queue emptied", unit: "times", count };
  return await goThrough(cluster, bundles, seed, outages, async ({ db, random }) => {
    await truncateJobs(db);
    await delay(random() * 500);
  });
}

/** A worker may hold jobs that the truncation waits for, and vice versa. The loser of a deadlock tries again. */
async function truncateJobs(db: Db): Promise<void> {
  try {
    await db.$executeRaw`TRUNCATE pgboss.job`;
  } catch (error) {
    if (!isBusy(error)) throw error;
    await truncateJobs(db);
  }
}

/** Cuts the network to the database and to the provider in turn, `count` times, for about as long as a lease. */
export async function blackholes(
  cluster: Cluster,
  bundles: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  const outages = { goal: "G3 network cut", unit: "cuts", count };
  return await goThrough(cluster, bundles, seed, outages, async (stage, nth) => {
    const { random, retryScale: scale, providerTimeoutSeconds } = stage;
    const lease = leaseSeconds({ scale, providerTimeoutSeconds });
    const proxy = nth % 2 === 0 ? stage.databaseProxy : stage.providerProxy;
    proxy.blackhole();
    await delay(lease * (0.3 + random() * 1.1) * 1000);
    proxy.heal(random() < 0.5 ? "delivered" : "reset");
  });
}

async function goThrough(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  { goal, unit, count }: { goal: string; unit: string; count: number },
  outage: (stage: Stage, nth: number) => Promise<void>,
): Promise<Result> {
  return await withStage(cluster, worker, { ...CHAOS_OPTIONS, seed, sleepers: SLEEPERS }, async (stage) => {
    addFaults(stage);
    const crew = await keepRunning(stage, 2);
    let withoutProgress = 0;
    for (let nth = 0; nth < count; nth++) {
      if (!(await progress(stage))) withoutProgress += 1;
      await outage(stage, nth);
    }
    stage.state.clearFaults();
    const { observation, violations } = await comeToRest(stage, 120_000);
    const mints = observation.credentials.length;
    const figures = { [unit]: count, withoutProgress, mints, crashes: crew.crashes() };
    return { goal, seed, figures, violations };
  });
}

async function progress({ state }: Stage): Promise<boolean> {
  const next = state.lastSeq + CALLS_BETWEEN;
  return await state
    .waitFor(({ lastSeq }) => lastSeq >= next, PROGRESS_WITHIN_MS)
    .then(
      () => true,
      () => false,
    );
}
