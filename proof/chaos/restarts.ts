/** Deployments under load: a worker that is asked to stop finishes what it has begun. */
import { comeToRest } from "./calm";
import type { Cluster } from "./cluster";
import { keepRunning } from "./keep-running";
import type { Result } from "./result";
import { CHAOS_OPTIONS, withStage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

const MINTS = { method: "POST", pathPattern: "/service_accounts$", times: null };

/** Restarts one of two workers `count` times by SIGTERM, while the provider takes its time. */
export async function restartInOrder(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  count: number,
): Promise<Result> {
  return await withStage(cluster, worker, { ...CHAOS_OPTIONS, seed }, async (stage) => {
    const { random, state } = stage;
    state.addFault({ kind: "delay", ms: 150, when: "after", match: { times: null } });
    state.addFault({ kind: "delay", ms: 900, when: "after", match: { ...MINTS, probability: 0.3 } });
    const crew = await keepRunning(stage, 2);
    let unclean = 0;
    let underWay = 0;
    for (let restart = 0; restart < count; restart++) {
      const next = state.lastSeq + Math.ceil(random() * 8);
      await state.waitFor(({ lastSeq }) => lastSeq >= next, 10_000);
      const [member] = crew.members();
      if (member === undefined) throw new Error("No worker is running.");
      underWay += state.history.filter((entry) => entry.method === "POST" && entry.endedAt === null).length;
      const replaced = crew.replace(member);
      member.signal("SIGTERM");
      if ((await member.ended) !== "0") unclean += 1;
      await replaced;
    }
    const unknown = await stage.db.event.count({ where: { type: "credential.outcome_unknown" } });
    state.clearFaults();
    const { observation, violations } = await comeToRest(stage, 120_000);
    const figures = {
      restarts: count,
      "mints under way at SIGTERM": underWay,
      mints: observation.credentials.length,
      "exits other than 0": unclean,
      "unknown outcomes": unknown,
      crashes: crew.crashes(),
    };
    return { goal: "D1 restarts in order", seed, figures, violations };
  });
}
