/** How late revocations are with a healthy provider, and settings as they are shipped. */
import { comeToRest, until } from "./calm";
import type { Cluster } from "./cluster";
import { keepRunning } from "./keep-running";
import { accountsIn } from "./observation";
import { percentile, type Result } from "./result";
import { withStage, SHIPPED_OPTIONS } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

/** Measures until `count` credentials are revoked. */
export async function revocationLateness(
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
      secrets: Math.min(60, Math.ceil(count / 4)),
      // Twenty rotations a second: more calls than one admin key is allowed.
      rootCredentials: 12,
      rotationIntervalSeconds: 3,
      revocationDelaySeconds: 1,
    },
    async (stage) => {
      const { db, state } = stage;
      // A worker finds what is due when it starts; what falls due later has a wake-up from the process that planned it.
      await until(10_000, async () => {
        return (await db.rotatingSecret.count({ where: { nextRotationAt: { gt: new Date() } } })) === 0;
      });
      await keepRunning(stage, 2);
      const deletions = () => state.history.filter(({ effect }) => effect === "deleted").length;
      await state.waitFor(() => deletions() >= count, 300_000);
      const { observation, violations } = await comeToRest(stage, 120_000);
      const accounts = accountsIn(observation.history);
      const late = observation.credentials.flatMap(({ revokeAt, serviceAccountId }) => {
        const end = accounts.get(serviceAccountId ?? "")?.deletedAt;
        return revokeAt === null || end == null ? [] : [end - revokeAt.getTime()];
      });
      const figures = {
        revocations: late.length,
        "p50 ms": percentile(late, 0.5),
        "p99 ms": percentile(late, 0.99),
        "max ms": percentile(late, 1),
      };
      return { goal: "G5 revocation lateness", seed, figures, violations };
    },
  );
}
