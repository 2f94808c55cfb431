/** How soon settlements are done after a provider outage of minutes, at the shipped waiting times. */
import { setTimeout as delay } from "node:timers/promises";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";
import { until } from "./calm";
import type { Cluster } from "./cluster";
import { violations } from "./invariants";
import { keepRunning } from "./keep-running";
import { observe } from "./observe";
import type { Result } from "./result";
import { SHIPPED_OPTIONS, type Stage, withStage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

const REVOCATIONS = 300;
const ROOT_CREDENTIALS = 12;
const CATCH_UP_MS = 120_000;
/** Long enough to rotate all of them before the first falls due. */
const REVOCATION_DELAY_SECONDS = 60;

/** For `seconds` the provider answers 503, then not at all, half of the time each; all revocations fall due meanwhile. */
export async function catchUpAfterOutage(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  seconds: number,
): Promise<Result> {
  const options = {
    ...SHIPPED_OPTIONS,
    seed,
    secrets: REVOCATIONS,
    rootCredentials: ROOT_CREDENTIALS,
    rotationIntervalSeconds: 86_400,
    revocationDelaySeconds: REVOCATION_DELAY_SECONDS,
  };
  return await withStage(cluster, worker, options, async (stage) => {
    const { ctx, db, state, secretIds, providerProxy } = stage;
    for (const id of secretIds) await rotateRotatingSecret(ctx, { id, mode: "graceful" });
    // A worker finds what is asked for when it starts.
    await keepRunning(stage, 2);
    await until(REVOCATION_DELAY_SECONDS * 1_000, async () => (await owed(stage)) === REVOCATIONS);
    const early = REVOCATIONS - (await owed(stage));
    const fault = state.addFault({ kind: "status", status: 503, match: { times: null } });
    await delay(seconds * 500);
    providerProxy.blackhole();
    state.clearFaults(fault);
    await delay(seconds * 500);
    const callsIn = state.history.length;
    const waiting = await owed(stage);
    const tries = await db.mintedCredential.aggregate({ _max: { failureCount: true } });
    const back = performance.now();
    providerProxy.heal("reset");
    const caughtUp = await until(CATCH_UP_MS, async () => (await owed(stage)) === 0);
    const caughtUpAfter = (performance.now() - back) / 1_000;
    const figures = {
      "outage s": seconds,
      "revoked before it": early,
      owed: waiting,
      "calls until its end": callsIn,
      "most failures of one": tries._max.failureCount ?? 0,
      "caught up after s": Math.round(caughtUpAfter * 10) / 10,
    };
    const late = caughtUp
      ? []
      : [{ invariant: "I3" as const, subject: "all", text: `${await owed(stage)} are still owed` }];
    const found = violations(await observe(stage), { quiet: true, latestRevocationMs: null });
    return { goal: "G5 catch-up after an outage", seed, figures, violations: [...late, ...found] };
  });
}

async function owed({ db }: Stage): Promise<number> {
  return await db.mintedCredential.count({ where: { state: { in: ["EXPIRING", "REVOKING"] } } });
}
