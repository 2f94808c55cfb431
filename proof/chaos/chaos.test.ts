import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, startCluster } from "./cluster";
import { killAtRandom } from "./kills";
import { blackholes, emptyQueue, stopDatabase } from "./outages";
import { keysInTheClear } from "./plaintext";
import { restartInOrder } from "./restarts";
import { bundleWorkers, type WorkerBundles } from "./worker-bundle";

// A few of each. `npm run test:chaos` does hundreds. Each run has a new seed, which a failure shows.
const seed = Math.floor(Math.random() * 1_000_000);
const MINUTES = 60_000;

let cluster: Cluster;
let bundles: WorkerBundles;

beforeAll(async () => {
  cluster = await startCluster();
  bundles = await bundleWorkers(cluster.folder);
});
afterAll(() => cluster.close());

const orderly = { seed, violations: [] };

describe("under all kinds of faults, nothing is lost, kept or deleted by mistake", () => {
  it("while workers are killed, or sleep through their lease", { timeout: 5 * MINUTES }, async () => {
    expect(await killAtRandom(cluster, bundles, seed, { kills: 15, sleeps: 3 })).toMatchObject(orderly);
  });

  it("while PostgreSQL is stopped the hard way", { timeout: 5 * MINUTES }, async () => {
    expect(await stopDatabase(cluster, bundles, seed, 2)).toMatchObject(orderly);
  });

  it("while the queue's tables are emptied", { timeout: 5 * MINUTES }, async () => {
    expect(await emptyQueue(cluster, bundles, seed, 5)).toMatchObject(orderly);
  });

  it("while the network to the database or provider is cut", { timeout: 5 * MINUTES }, async () => {
    expect(await blackholes(cluster, bundles, seed, 2)).toMatchObject(orderly);
  });
});

it(
  "workers that are asked to stop leave no request with an unknown outcome",
  { timeout: 5 * MINUTES },
  async () => {
    expect(await restartInOrder(cluster, bundles, seed, 5)).toMatchObject({
      ...orderly,
      figures: { "unknown outcomes": 0, "exits other than 0": 0 },
    });
  },
);

// After all of the above: its rows, PostgreSQL's log, and what the workers said.
it("no key appears anywhere unencrypted", { timeout: MINUTES }, async () => {
  expect(await keysInTheClear(cluster.folder)).toEqual([]);
});
