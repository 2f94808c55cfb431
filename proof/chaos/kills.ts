/** Random deaths: under faults, workers are killed, or stopped for longer than their lease and woken again. */
import { setTimeout as delay } from "node:timers/promises";
import { leaseSeconds } from "@/lib/rotation/core/schedule";
import { comeToRest, SLEEPERS } from "./calm";
import type { Cluster } from "./cluster";
import { addFaults } from "./faults";
import { operate } from "./operator";
import type { Result } from "./result";
import { CHAOS_OPTIONS, withStage, type Stage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";
import type { WorkerProcess } from "./worker-process";

const WORKERS = 2;

/** Longest wait for the provider to hear something before the next death. */
const PROGRESS_WITHIN_MS = 3_000;
const MOST_CALLS_BETWEEN = 12;

/** Kills a random one of two workers `kills` times, and lets one sleep through its lease `sleeps` times. */
export async function killAtRandom(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  { kills, sleeps }: { kills: number; sleeps: number },
): Promise<Result> {
  return await withStage(cluster, worker, { ...CHAOS_OPTIONS, seed, sleepers: SLEEPERS }, async (stage) => {
    await killAll(stage, kills, sleeps);
    stage.state.clearFaults();
    const { observation, violations } = await comeToRest(stage, 120_000);
    const mints = observation.credentials.length;
    const told = (type: string) => observation.events.filter((event) => event.type === type).length;
    const figures = {
      kills,
      sleeps,
      mints,
      "unknown outcomes": told("credential.outcome_unknown"),
      "accounts reaped": told("credential.stray_account_deleted"),
      "late answers": told("credential.answered_late"),
    };
    return { goal: "G2 random kills", seed, figures, violations };
  });
}

async function killAll(stage: Stage, kills: number, sleeps: number): Promise<void> {
  const { random, state } = stage;
  addFaults(stage);
  const running = new Set<WorkerProcess>();
  const start = () => {
    const worker = stage.startWorker();
    running.add(worker);
    return worker.ready;
  };
  await Promise.all(Array.from({ length: WORKERS }, start));
  const operator = operate(stage);

  const wakings: Promise<void>[] = [];
  const deaths = shuffled(random, [
    ...Array.from({ length: kills }, () => "kill" as const),
    ...Array.from({ length: sleeps }, () => "stop" as const),
  ]);
  for (const death of deaths) {
    const next = state.lastSeq + Math.ceil(random() * MOST_CALLS_BETWEEN);
    // Without progress between them, deaths would only ever test the start of a worker.
    await state.waitFor(({ lastSeq }) => lastSeq >= next, PROGRESS_WITHIN_MS).catch(() => {});
    await delay(random() * 20);
    const candidates = [...running];
    const victim = candidates[Math.floor(random() * candidates.length)];
    if (victim === undefined) throw new Error("No worker is running.");
    await victim.ready;
    running.delete(victim);
    if (death === "kill") victim.signal("SIGKILL");
    else wakings.push(sleepThroughLease(stage, victim, running));
    void start();
  }
  await Promise.all(wakings);
  await operator.stop();
}

/** Stops a worker for longer than its lease. Woken, it continues where it was, briefly or as one more worker. */
async function sleepThroughLease(
  stage: Stage,
  worker: WorkerProcess,
  running: Set<WorkerProcess>,
): Promise<void> {
  const { random, retryScale: scale, providerTimeoutSeconds } = stage;
  const seconds = leaseSeconds({ scale, providerTimeoutSeconds }) * (1.05 + random() * 0.5);
  worker.signal("SIGSTOP");
  await delay(seconds * 1000);
  worker.signal("SIGCONT");
  await delay(random() * 400);
  const [other] = running;
  // It takes another one's place, so that their number stays the same.
  if (random() < 0.5 && other !== undefined) {
    running.delete(other);
    running.add(worker);
    other.signal("SIGKILL");
  } else {
    worker.signal("SIGKILL");
  }
}

function shuffled<Item>(random: () => number, items: Item[]): Item[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}
