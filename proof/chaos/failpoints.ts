/** Deaths at named moments of a credential's life. Each leaves different remains, and all must be cleaned up. */
import { setTimeout as delay } from "node:timers/promises";
import type { FaultInput } from "@/simulator/faults";
import type { HistoryEntry } from "@/simulator/model";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";
import { comeToRest } from "./calm";
import type { Cluster } from "./cluster";
import type { Result } from "./result";
import { CHAOS_OPTIONS, withStage, type Stage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

const SECRETS = 3;
const DIES_WITHIN_MS = 60_000;

type Point = {
  name: string;
  /** The provider's part in it, once. */
  fault?: FaultInput;
} & (
  | { moment: string }
  /** Killed from outside, when the provider has reached that point of a call. */
  | { when: (entry: HistoryEntry) => boolean; signals: NodeJS.Signals[] }
);

const MINT = { method: "POST", pathPattern: "/service_accounts$" };
const REVOKE = { method: "DELETE" };
const LOST_ANSWER: FaultInput = { kind: "drop_after", match: { ...MINT, times: SECRETS } };

const isMint = ({ method, path }: HistoryEntry) => method === "POST" && path.endsWith("/service_accounts");

export const POINTS: readonly Point[] = [
  { name: "claimed", moment: "claimed" },
  { name: "intent written, not committed", moment: "SENDING written" },
  { name: "intent committed", moment: "SENDING committed" },
  { name: "about to send", moment: "before mint" },
  {
    name: "request out, acted on after the death",
    fault: { kind: "late_effect", ms: 300, match: MINT },
    when: (entry) => isMint(entry) && entry.fault === "late_effect",
    signals: ["SIGKILL"],
  },
  {
    name: "account made, no answer yet",
    fault: { kind: "delay", ms: 1_500, when: "after", match: MINT },
    when: (entry) => isMint(entry) && entry.fault === "delay" && entry.effect === "created",
    signals: ["SIGKILL"],
  },
  { name: "answer read", moment: "after mint" },
  { name: "key saved, not committed", moment: "MINTED written" },
  { name: "key saved", moment: "MINTED committed" },
  { name: "key verified", moment: "after verify" },
  { name: "switched, not committed", moment: "ACTIVE written" },
  { name: "switched", moment: "ACTIVE committed" },
  { name: "revocation due", moment: "REVOKING committed" },
  {
    name: "deletion out, acted on after the death",
    fault: { kind: "late_effect", ms: 300, match: REVOKE },
    when: ({ method, fault }) => method === "DELETE" && fault === "late_effect",
    signals: ["SIGKILL"],
  },
  { name: "deletion answered", moment: "after revoke" },
  { name: "outcome unknown, not committed", fault: LOST_ANSWER, moment: "UNKNOWN written" },
  { name: "outcome unknown", fault: LOST_ANSWER, moment: "UNKNOWN committed" },
  { name: "listed by name", fault: LOST_ANSWER, moment: "after list" },
  { name: "stray account deleted", fault: LOST_ANSWER, moment: "after revoke" },
  {
    name: "killed while it drains",
    fault: { kind: "delay", ms: 1_500, when: "after", match: MINT },
    when: (entry) => isMint(entry) && entry.fault === "delay",
    signals: ["SIGTERM", "SIGKILL"],
  },
];

/** Rotates a few secrets with a worker that dies at the point. An ordinary worker must repair everything. */
export async function dieAt(
  cluster: Cluster,
  bundles: WorkerBundles,
  point: Point,
  seed: number,
): Promise<Result> {
  const isOutside = "when" in point;
  return await withStage(
    cluster,
    isOutside ? bundles.worker : bundles.failpoint,
    {
      ...CHAOS_OPTIONS,
      seed,
      secrets: SECRETS,
      rotationIntervalSeconds: 600,
      // Shorter: the watch over a lost request ends after 6 seconds, leases after 2.
      retryScale: 6 / 86_400,
      providerTimeoutSeconds: 1,
      reconcileIntervalSeconds: 0.3,
      // A watch's own question would be the moment that a mint's is meant to be.
      keyWatchIntervalSeconds: 3_600,
    },
    async (stage) => {
      if (point.fault !== undefined) stage.state.addFault(point.fault);
      await rotateAll(stage);
      const death = isOutside ? await killWhen(stage, point) : await dieThere(stage, point.moment);
      if (death !== "SIGKILL")
        throw new Error(`Nobody died at the point "${point.name}" (seed ${seed}): ${death}`);
      stage.state.clearFaults();
      stage.startWorker({}, bundles.worker);
      // The worker may be done with the first before the last has been asked for.
      const askedSince = new Date();
      await rotateAll(stage);
      const { violations } = await comeToRest(stage, 90_000, askedSince);
      return { goal: `G1 ${point.name}`, seed, figures: { secrets: SECRETS }, violations };
    },
  );
}

async function rotateAll({ ctx, secretIds }: Stage): Promise<void> {
  for (const id of secretIds) await rotateRotatingSecret(ctx, { id, mode: "graceful" });
}

/** Which of the secrets' mints it is that dies is the seed's choice. */
async function dieThere(stage: Stage, moment: string): Promise<string> {
  const nth = 1 + Math.floor(stage.random() * SECRETS);
  const worker = stage.startWorker({ CHAOS_FAILPOINT: JSON.stringify({ moment, nth }) });
  const tooLate = delay(DIES_WITHIN_MS, "never", { ref: false });
  return await Promise.race([worker.ended, tooLate]);
}

async function killWhen(
  stage: Stage,
  { when, signals }: Extract<Point, { signals: NodeJS.Signals[] }>,
): Promise<string> {
  const worker = stage.startWorker();
  await stage.state.waitFor(({ history }) => history.some(when), DIES_WITHIN_MS);
  for (const signal of signals) {
    await delay(stage.random() * 100);
    worker.signal(signal);
  }
  return await worker.ended;
}
