/** How long a secret waits for its new key after a mint died with its worker, at the shipped waiting times. */
import { setTimeout as delay } from "node:timers/promises";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";
import { until } from "./calm";
import type { Cluster } from "./cluster";
import { violations } from "./invariants";
import { observe } from "./observe";
import { percentile, type Result } from "./result";
import { withStage, SHIPPED_OPTIONS, type Stage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";
import type { WorkerProcess } from "./worker-process";

/** So many meet the death of each worker. */
const MINTS_A_WORKER = 4;
/** How long a supervisor waits before it restarts a program. */
const RESTART_AFTER_MS = 500;

/** Kills workers with `count` mints running: half before the response, half while the new key is verified. */
export async function lostMintDetection(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  return await withStage(
    cluster,
    worker,
    {
      ...SHIPPED_OPTIONS,
      seed,
      secrets: count,
      rotationIntervalSeconds: 3_600,
      revocationDelaySeconds: 600,
    },
    async (stage) => {
      const { ctx, state, secretIds } = stage;
      const lost = Math.ceil(count / 2);
      state.addFault({
        kind: "hang",
        when: "after",
        match: { method: "POST", pathPattern: "/service_accounts$", times: lost },
      });
      state.addFault({ kind: "hang", match: { pathPattern: "/models$", times: count - lost } });
      for (const id of secretIds) await rotateRotatingSecret(ctx, { id, mode: "graceful" });
      const hanging = () =>
        state.history.filter(({ fault, endedAt }) => fault === "hang" && endedAt === null).length;
      const held: [WorkerProcess, string[]][] = [];
      const known = new Set<string>();
      // One after the other: what is leased since then is the new one's.
      while (known.size < count) {
        const worker = stage.startWorker();
        await state.waitFor(() => hanging() >= Math.min(count, known.size + MINTS_A_WORKER), 20_000);
        const leased = await stage.db.rotatingSecret.findMany({ where: { leaseUntil: { not: null } } });
        const own = leased.map(({ id }) => id).filter((id) => !known.has(id));
        for (const id of own) known.add(id);
        held.push([worker, own]);
      }
      const killedAt = new Map<string, number>();
      await Promise.all(held.map(([worker, own]) => killAndRestart(stage, worker, own, killedAt)));
      const waits = await exposures(stage, killedAt);
      const figures = {
        kills: held.length,
        "mints hit": killedAt.size,
        "new keys": waits.length,
        "p50 s": percentile(waits, 0.5),
        "p95 s": percentile(waits, 0.95),
        "max s": percentile(waits, 1),
      };
      const found = violations(await observe(stage), { quiet: false, latestRevocationMs: null });
      return { goal: "G6 new key after a lost mint", seed, figures, violations: found };
    },
  );
}

async function killAndRestart(
  stage: Stage,
  worker: WorkerProcess,
  own: readonly string[],
  killedAt: Map<string, number>,
): Promise<void> {
  await delay(stage.random() * 8_000);
  worker.signal("SIGKILL");
  for (const id of own) killedAt.set(id, Date.now());
  await delay(RESTART_AFTER_MS);
  stage.startWorker();
}

/** Seconds from each secret's kill to its next exposed key. */
async function exposures(stage: Stage, killedAt: Map<string, number>): Promise<number[]> {
  const waits = new Map<string, number>();
  await until(180_000, async () => {
    const active = await stage.db.mintedCredential.findMany({ where: { state: "ACTIVE" } });
    for (const { rotatingSecretId, exposedAt } of active) {
      const killed = killedAt.get(rotatingSecretId);
      if (killed === undefined || exposedAt === null || exposedAt.getTime() <= killed) continue;
      waits.set(rotatingSecretId, (exposedAt.getTime() - killed) / 1000);
    }
    return waits.size === killedAt.size;
  });
  return [...waits.values()];
}
