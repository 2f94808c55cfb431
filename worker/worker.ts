/** The worker: takes wake-ups from the queue, sweeps for overdue rows, says that it is alive. */
import type { PgBoss } from "pg-boss";
import { createQueues, MINT_QUEUE, SETTLE_QUEUE } from "@/lib/queue/queue";
import { claimDueInventories, makeInventoriesDue, takeInventory } from "@/lib/rotation/engine/inventory";
import type { NotificationTools } from "@/lib/notifications/services";
import { sweep } from "@/lib/rotation/engine/sweep";
import { checkUsage } from "@/lib/rotation/engine/usage";
import type { EngineServices } from "@/lib/rotation/services";
import { startDispatcher } from "./dispatcher";
import { startHeartbeat } from "./heartbeat";
import { handleMint } from "./jobs/mint";
import { handleSettle } from "./jobs/settle";
import { every, type Loop } from "./loop";
import { startNotifier } from "./notifier";
import { takeJobs } from "./take";

/** At once, in this process: mints, and revocations or looks. */
const MINTS = 4;
const SETTLES = 6;
const LOOK_AT_SEAL_EVERY_MS = 5_000;

export type WorkerOptions = { reconcileIntervalSeconds: number; drainSeconds: number };

/** Runs until stopped; `stop` lets running provider calls end and be recorded first. Without `tools` nobody is told. */
export async function startWorker(
  boss: PgBoss,
  services: EngineServices,
  options: WorkerOptions,
  tools: NotificationTools | null = null,
): Promise<Loop> {
  const { db, log, queue } = services;
  const report = (error: unknown) => log.error({ err: error }, "Worker");
  const loops: Loop[] = [startHeartbeat(services, report)];
  const work = async () => {
    await createQueues(boss);
    const wakeMints = await takeJobs(boss, MINT_QUEUE, MINTS, (jobs) => handleMint(services, jobs));
    const wakeSettles = await takeJobs(boss, SETTLE_QUEUE, SETTLES, (jobs) => handleSettle(services, jobs));
    const wake = () => {
      wakeMints();
      wakeSettles();
    };
    loops.push(startDispatcher(db, wake, report));
    await makeInventoriesDue(services);
    if (tools !== null) loops.push(startNotifier({ ...services, ...tools }, report));
    loops.push(
      every(
        options.reconcileIntervalSeconds * 1000,
        async () => {
          const woken = await sweep(db, queue);
          if (woken > 0) log.debug({ woken }, "Sweep");
        },
        report,
      ),
      every(
        options.reconcileIntervalSeconds * 1000,
        async () => {
          for (const id of await claimDueInventories(services)) await takeInventory(services, id);
        },
        report,
      ),
      every(options.reconcileIntervalSeconds * 1000, () => checkUsage(services), report),
    );
  };
  if ((await services.lookAtSeal()) === null) await work();
  else loops.push(whenUnsealed(services, work, report));
  return {
    async stop() {
      await boss.stop({ graceful: true, timeout: options.drainSeconds * 1000 });
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
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
