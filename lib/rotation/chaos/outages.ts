/** The database and the provider go away: PostgreSQL stops at once, or a network swallows what is sent. */
import { setTimeout as delay } from "node:timers/promises";
import { leaseSeconds } from "../core/schedule";
import { comeToRest } from "./calm";
import type { Cluster } from "./cluster";
import { addFaults } from "./faults";
import { keepRunning } from "./keep-running";
import type { Result } from "./result";
import { CHAOS_OPTIONS, openStage, type Stage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

const CALLS_BETWEEN = 25;
const PROGRESS_WITHIN_MS = 10_000;

/** Stops PostgreSQL `count` times as if its machine's power had been kept and its process killed. */
export async function stopDatabase(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  const stage = await openStage(cluster, worker, { ...CHAOS_OPTIONS, seed });
  try {
    addFaults(stage);
    const crew = await keepRunning(stage, 2);
    let withoutProgress = 0;
    for (let stop = 0; stop < count; stop++) {
      if (!(await progress(stage))) withoutProgress += 1;
      await cluster.stopImmediately();
      await delay(stage.random() * 1_500);
      await cluster.startAgain();
    }
    return await finish(stage, "G3 PostgreSQL stopped", crew, { stops: count, withoutProgress });
  } finally {
    await stage.close();
  }
}

/** Cuts the network to the database and to the provider in turn, `count` times, for about as long as a lease. */
export async function blackholes(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  const stage = await openStage(cluster, worker, { ...CHAOS_OPTIONS, seed });
  try {
    addFaults(stage);
    const crew = await keepRunning(stage, 2);
    const { random, retryScale: scale, providerTimeoutSeconds } = stage;
    const lease = leaseSeconds({ scale, providerTimeoutSeconds });
    let withoutProgress = 0;
    for (let cut = 0; cut < count; cut++) {
      if (!(await progress(stage))) withoutProgress += 1;
      const proxy = cut % 2 === 0 ? stage.databaseProxy : stage.providerProxy;
      proxy.blackhole();
      await delay(lease * (0.3 + random() * 1.1) * 1000);
      proxy.heal(random() < 0.5 ? "delivered" : "reset");
    }
    return await finish(stage, "G3 network cut", crew, { cuts: count, withoutProgress });
  } finally {
    await stage.close();
  }
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

async function finish(
  stage: Stage,
  goal: string,
  crew: Awaited<ReturnType<typeof keepRunning>>,
  figures: Record<string, number>,
): Promise<Result> {
  stage.state.clearFaults();
  const { observation, violations } = await comeToRest(stage, 60_000);
  crew.dismiss();
  const mints = observation.credentials.length;
  return { goal, seed: stage.seed, figures: { ...figures, mints, crashes: crew.crashes() }, violations };
}
