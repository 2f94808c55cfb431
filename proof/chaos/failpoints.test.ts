import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, startCluster } from "./cluster";
import { dieAt, POINTS } from "./failpoints";
import { bundleWorkers, type WorkerBundles } from "./worker-bundle";

// One death at each point; `npm run test:chaos` has more. A new seed each time: a failure shows it.
const seed = Math.floor(Math.random() * 1_000_000);

let cluster: Cluster;
let bundles: WorkerBundles;

beforeAll(async () => {
  cluster = await startCluster();
  bundles = await bundleWorkers(cluster.folder);
});
afterAll(() => cluster.close());

describe("whatever a worker was doing when it died, another one repairs everything", () => {
  it.concurrent.each(POINTS)("$name", { timeout: 240_000 }, async (point) => {
    expect(await dieAt(cluster, bundles, point, seed)).toMatchObject({ seed, violations: [] });
  });
});
