/** The worker: does what is due, checks for what may have been missed, and reports that it is alive. */
import type { Job, PgBoss } from "pg-boss";
import { linkEntries } from "@/lib/audit-log/link-entries";
import { pruneAudit } from "@/lib/audit-log/prune";
import { outageLog } from "@/lib/database/outage-log";
import type { PositionMemory } from "@/lib/history/memory";
import { purgeGuesses } from "@/lib/auth/guesses";
import { purgeIdempotencyKeys } from "@/lib/requests/idempotency-keys";
import { createQueues, QUEUES, rowOf } from "@/lib/queue/queue";
import { claimDueInventories, takeInventory } from "@/lib/rotation/engine/inventory";
import { forgetSeal } from "@/lib/notifications/seal-notification";
import type { NotificationTools } from "@/lib/notifications/notification-services";
import { countRotations } from "@/lib/rotation/queries/count-rotations";
import { pruneHistory } from "@/lib/retention/prune-history";
import { purgeSessions } from "@/lib/sessions/purge-sessions";
import { recordSystem } from "@/lib/system/record-system";
import { purgeTokens } from "@/lib/tokens/purge-tokens";
import { checkUsage } from "@/lib/rotation/engine/usage";
import type { EngineServices } from "@/lib/rotation/services";
import { Dispatcher } from "./dispatcher";
import { startHeartbeat } from "./heartbeat";
import { startKeyWatch } from "./key-watch";
import { Lanes } from "./lanes";
import { followSeal } from "./follow-seal";
import type { Look } from "./look";
import { every, type Loop, pause, whenWoken } from "./loop";
import { startNotifier } from "./notifier";
import { reportFailures } from "./report-failures";
import { startSealNotifier } from "./seal-notifier";
import { serveMetrics } from "./serve-metrics";
import { watchHistory } from "./watch-history";

const PURGE_EVERY_MS = 3_600_000;
const COUNT_EVERY_MS = 600_000;
/**
 * How many wake-ups are taken from a queue together, and how often the queue is checked in case an
 * announcement is lost.
 */
const WAKE_UPS_AT_ONCE = 200;
const POLLING_SECONDS = 30;
/** For the job queue's own maintenance to end, once no work is left. */
const QUEUE_STOP_MS = 5_000;

const IDLE: Loop = { stop: () => Promise.resolve() };

export type WorkerOptions = {
  reconcileIntervalSeconds: number;
  drainSeconds: number;
  /** Without them, the audit log is kept forever. */
  auditRetentionDays?: number | null;
  /** Without them, events and past credentials are kept forever. */
  historyRetentionDays?: number | null;
  /** Where its metrics are served. Undefined: nowhere. */
  served?: { host: string; port: number; token: string | undefined } | undefined;
  /** Outside of the database, which may lose data. */
  memory: PositionMemory;
};

/**
 * Runs until stopped. `stop` first lets running provider calls end and be recorded. Without `tools`, nobody
 * is notified.
 */
export async function startWorker(
  boss: PgBoss,
  services: EngineServices,
  options: WorkerOptions,
  tools: NotificationTools | null = null,
): Promise<Loop> {
  const { log, metrics } = services;
  const report = (loop: string) => reportFailures(services, loop);
  const lanes = new Lanes(services);
  // None while sealed, because nothing is to be done then.
  let dispatcher: Dispatcher | null = null;
  const isWorking = () => dispatcher?.comesRound() ?? true;
  const startWork = async (): Promise<Loop> => {
    await createQueues(boss);
    await forgetSeal(services.db);
    const { reconcileIntervalSeconds: againSeconds, auditRetentionDays, historyRetentionDays } = options;
    const inventoryFailed = report("inventory");
    const takeInventories = async () => {
      const due = await claimDueInventories(services);
      // Nobody waits, and a slow one delays no other.
      for (const id of due)
        void lanes.queue(id, (engine) => takeInventory(engine, id)).catch(inventoryFailed);
    };
    const onLoss = () => void takeInventories().catch(inventoryFailed);
    const history = await watchHistory(services, options.memory, onLoss, report("history"));
    const notifier = tools === null ? null : startNotifier({ ...services, ...tools }, report("notifier"));
    const linker = whenWoken(() => linkEntries(services), report("audit_links"));
    const onLook = ({ hasNews, hasUnlinked }: Look) => {
      outageLog().answered();
      if (hasNews) notifier?.wake();
      if (hasUnlinked) linker.wake();
    };
    const dealer = new Dispatcher(services, lanes, againSeconds, report("dispatcher"), onLook);
    dispatcher = dealer;
    const wake = (ids: string[]) => dealer.wake(ids);
    services.queue.hear(wake);
    await takeWakeUps(boss, wake);
    const loops: Loop[] = [
      history,
      dealer,
      ...(notifier === null ? [] : [notifier]),
      linker,
      every(againSeconds * 1000, takeInventories, inventoryFailed),
      every(againSeconds * 1000, () => checkUsage(services), report("usage")),
      every(PURGE_EVERY_MS, () => purgeIdempotencyKeys(services.db), report("idempotency_keys")),
      every(PURGE_EVERY_MS, () => purgeGuesses(services.db), report("guesses")),
      every(PURGE_EVERY_MS, () => purgeSessions(services.db), report("sessions")),
      every(PURGE_EVERY_MS, () => purgeTokens(services.db), report("service_tokens")),
      every(COUNT_EVERY_MS, () => countRotations(services.db), report("rotation_counts")),
      every(COUNT_EVERY_MS, () => recordSystem(services), report("system")),
      ...(auditRetentionDays == null
        ? []
        : [every(PURGE_EVERY_MS, () => pruneAudit(services, auditRetentionDays), report("audit_retention"))]),
      ...(historyRetentionDays == null
        ? []
        : [
            every(
              PURGE_EVERY_MS,
              (stopping) => pruneHistory(services, historyRetentionDays, { stopping }),
              report("history_retention"),
            ),
          ]),
      startKeyWatch(services, lanes, report("key_watch")),
    ];
    return {
      async stop() {
        dispatcher = null;
        services.queue.hear(null);
        for (const queue of QUEUES) await boss.offWork(queue);
        await Promise.all(loops.map((loop) => loop.stop()));
      },
    };
  };
  const startSealed = (sealedBecause: string): Loop =>
    tools === null
      ? IDLE
      : startSealNotifier({ ...services, ...tools }, sealedBecause, report("seal_notifier"));
  const loops = [
    ...(options.served === undefined ? [] : [serveMetrics({ ...options.served, metrics, isWorking, log })]),
    startHeartbeat(services, isWorking, report("heartbeat")),
    await followSeal(services, { start: startWork, startSealed }, report("seal")),
  ];
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

/** A wake-up says which row became due. The row is the truth, so the process that took the wake-up may forget it. */
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
