// npm run test:chaos [-- --only=G2,… --seed=N --count=N]: kills, stops and starves workers, PostgreSQL and the provider,
// and judges what is left. Prints each run's seed; the same seed replays it as far as scheduling allows.
import { parseArgs } from "node:util";
import { type Cluster, startCluster } from "./cluster";
import { lostMintDetection } from "./detection";
import { dieAt, POINTS } from "./failpoints";
import { changeKey } from "./key-change";
import { killAtRandom } from "./kills";
import { revocationLateness } from "./lateness";
import { catchUpAfterOutage } from "./long-outage";
import { blackholes, emptyQueue, stopDatabase } from "./outages";
import { keysInTheClear } from "./plaintext";
import { restoreFromBackup } from "./restore";
import { restartInOrder } from "./restarts";
import type { Result } from "./result";
import { bundleWorkers, type WorkerBundles } from "./worker-bundle";
import { interrupted, interruption } from "@/installation/programs/interruption";
import { launchInOrder } from "@/installation/programs/launch";
import { binary, runNode } from "@/installation/programs/run-node";

type Goal = {
  /** How often, unless --count says. */
  count: number;
  run(cluster: Cluster, bundles: WorkerBundles, seed: number, count: number): AsyncIterable<Result>;
};

const GOALS: Record<string, Goal> = {
  G1: { count: 5, run: atEveryPoint },
  G2: {
    count: 500,
    run: (cluster, bundles, seed, kills) =>
      one(killAtRandom(cluster, bundles, seed, { kills, sleeps: Math.ceil(kills / 6) })),
  },
  G3: {
    count: 50,
    async *run(...input) {
      yield await stopDatabase(...input);
      yield await emptyQueue(...input);
      yield await blackholes(...input);
    },
  },
  G5: { count: 1_000, run: (...input) => one(revocationLateness(...input)) },
  // Seconds that the provider is away.
  "G5-outage": { count: 600, run: (...input) => one(catchUpAfterOutage(...input)) },
  G6: { count: 20, run: (...input) => one(lostMintDetection(...input)) },
  G7: { count: 50, run: (...input) => one(restoreFromBackup(...input)) },
  G8: { count: 20, run: (...input) => one(changeKey(...input)) },
  D1: { count: 50, run: (...input) => one(restartInOrder(...input)) },
  M1: { count: 10_000, run: (_, __, ...input) => one(playModel("model/model", ...input)) },
  "M1-postgres": { count: 300, run: (_, __, ...input) => one(playModel("model/postgres", ...input)) },
  M2: { count: 5_000, run: (_, __, ...input) => one(playModel("interleavings/interleaving", ...input)) },
};

await launchInOrder(async (asked) => {
  const { values } = parseArgs({
    options: { only: { type: "string" }, seed: { type: "string" }, count: { type: "string" } },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const names = values.only?.split(",") ?? Object.keys(GOALS);
  const cluster = await startCluster();
  let failed = 0;
  const play = async () => {
    const bundles = await bundleWorkers(cluster.folder);
    for (const name of names) {
      const goal = GOALS[name];
      if (goal === undefined)
        throw new Error(`There is no goal ${name}. They are: ${Object.keys(GOALS).join(", ")}.`);
      const started = performance.now();
      for await (const result of goal.run(cluster, bundles, seed, Number(values.count ?? goal.count))) {
        failed += result.violations.length;
        print(result);
      }
      console.log(`${name}: ${Math.round((performance.now() - started) / 1000)} s`);
    }
    const exposed = await keysInTheClear(cluster.folder);
    failed += exposed.length;
    console.log(exposed.length === 0 ? "ok     I4 no key in the clear" : `FAILED I4\n${exposed.join("\n")}`);
  };
  try {
    await Promise.race([play(), interrupted()]);
  } finally {
    await cluster.close({ keepFiles: failed > 0 && !asked.aborted });
  }
  if (failed > 0)
    throw new Error(`${failed} violations. What the workers said: ${cluster.folder}/workers.log`);
});

async function* one(result: Promise<Result>): AsyncIterable<Result> {
  yield await result;
}

/** Each point with `count` seeds, those side by side. */
async function* atEveryPoint(
  cluster: Cluster,
  bundles: WorkerBundles,
  seed: number,
  count: number,
): AsyncIterable<Result> {
  for (const point of POINTS) {
    const runs = Array.from({ length: count }, (_, index) => dieAt(cluster, bundles, point, seed + index));
    yield* await Promise.all(runs);
  }
}

/**
 * Runs a suite of the model with this many histories. The suite prints its own findings.
 * @throws Error when it failed
 */
async function playModel(suite: string, seed: number, count: number): Promise<Result> {
  const file = `proof/${suite}.test.ts`;
  const env = { ...process.env, PHASE_MODEL_RUNS: String(count), PHASE_MODEL_SEED: String(seed) };
  const { asked } = interruption();
  const { code } = await runNode([binary("vitest"), "run", file], { env, asked, shown: true });
  if (code !== 0) throw new Error(`${file} failed with seed ${seed}: its smallest history is printed above.`);
  return { goal: file, seed, figures: { histories: count }, violations: [] };
}

function print({ goal, seed, figures, violations }: Result): void {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${round(value)}`);
  console.log(`${violations.length === 0 ? "ok    " : "FAILED"} ${goal} (seed ${seed}): ${told.join(", ")}`);
  for (const { invariant, subject, text } of violations)
    console.log(`       ${invariant} ${subject}: ${text}`);
}

function round(value: number | string): number | string {
  return typeof value === "number" ? Math.round(value * 10) / 10 : value;
}
