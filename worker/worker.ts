/** The worker: does what is due, looks again at what may have been missed, says that it is alive. */
import type { Job, PgBoss } from "pg-boss";
import { purgeIdempotencyKeys } from "@/lib/idempotency-keys";
import { createQueues, QUEUES, rowOf } from "@/lib/queue/queue";
import { claimDueInventories, makeInventoriesDue, takeInventory } from "@/lib/rotation/engine/inventory";
import type { NotificationTools } from "@/lib/notifications/services";
import { checkUsage } from "@/lib/rotation/engine/usage";
import type { EngineServices } from "@/lib/rotation/services";
import { Dispatcher } from "./dispatcher";
import { startHeartbeat } from "./heartbeat";
import { startKeyWatch } from "./key-watch";
import { Lanes } from "./lanes";
import { every, type Loop, pause } from "./loop";
import { startNotifier } from "./notifier";

const LOOK_AT_SEAL_EVERY_MS = 5_000;
const PURGE_EVERY_MS = 3_600_000;
/** Wake-ups taken from a queue at once, and how often it is looked at should an announcement be lost. */
const WAKE_UPS_AT_ONCE = 200;
const POLLING_SECONDS = 2;
/** For the job queue's own upkeep to end, once nothing is worked on any more. */
const QUEUE_STOP_MS = 5_000;

export type WorkerOptions = { reconcileIntervalSeconds: number; drainSeconds: number };

/** Runs until stopped; `stop` lets running provider calls end and be recorded first. Without `tools` nobody is told. */
export async function startWorker(
  boss: PgBoss,
  services: EngineServices,
  options: WorkerOptions,
  tools: NotificationTools | null = null,
): Promise<Loop> {
  const { log } = services;
  const report = (error: unknown) => log.error({ err: error }, "Worker");
  const lanes = new Lanes(services);
  const loops: Loop[] = [startHeartbeat(services, report)];
  const work = async () => {
    await createQueues(boss);
    const againSeconds = options.reconcileIntervalSeconds;
    const dispatcher = new Dispatcher(services, lanes, againSeconds, report);
    loops.push(dispatcher);
    await takeWakeUps(boss, (ids) => dispatcher.wake(ids));
    await makeInventoriesDue(services);
    if (tools !== null) loops.push(startNotifier({ ...services, ...tools }, report));
    const takeInventories = async () => {
      const due = await claimDueInventories(services);
      const taken = due.map((id) => lanes.queue(id, (engine) => takeInventory(engine, id)).catch(report));
      await Promise.all(taken);
    };
    loops.push(
      every(againSeconds * 1000, takeInventories, report),
      every(againSeconds * 1000, () => checkUsage(services), report),
      every(PURGE_EVERY_MS, () => purgeIdempotencyKeys(services.db), report),
      startKeyWatch(services, report),
    );
  };
  if ((await services.lookAtSeal()) === null) await work();
  else loops.push(whenUnsealed(services, work, report));
  return {
    async stop() {
      const stopped = Promise.all(loops.map((loop) => loop.stop()));
      const waited = new AbortController();
      await Promise.race([
        Promise.all([lanes.idle(), stopped]),
        pause(options.drainSeconds * 1000, waited.signal),
      ]);
      waited.abort();
      await boss.stop({ graceful: true, timeout: QUEUE_STOP_MS });
    },
  };
}

/** A wake-up says which row has become due. The row is the truth: whoever took the wake-up may forget it. */
async function takeWakeUps(boss: PgBoss, wake: (ids: string[]) => void): Promise<void> {
  const options = {
    batchSize: WAKE_UPS_AT_ONCE,
    pollingIntervalSeconds: POLLING_SECONDS,
    notifyPollingIntervalSeconds: POLLING_SECONDS,
  };
  for (const queue of QUEUES)
    await boss.work(queue, options, (jobs: Job<unknown>[]) => {
      wake(jobs.flatMap(({ data }) => rowOf(data) ?? []));
      return Promise.resolve();
    });
}

/** Starts the work as soon as someone has put right what seals this installation. */
function whenUnsealed(
  { lookAtSeal, log }: EngineServices,
  work: () => Promise<void>,
  report: (error: unknown) => void,
): Loop {
  const loop = every(
    LOOK_AT_SEAL_EVERY_MS,
    async () => {
      if ((await lookAtSeal()) !== null) return;
      await work();
      log.info("No longer sealed");
      loop.end();
    },
    report,
  );
  return loop;
}
