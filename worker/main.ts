/** The worker process: builds everything, drains at the first signal, and stops immediately at the second. */
import { db, openDb } from "@/lib/db";
import { warnOfLossyDatabase } from "@/lib/database/durability";
import { troubleOf } from "@/lib/database/trouble";
import { envWithSecretsHidden } from "@/lib/settings/env";
import { memoryIn } from "@/lib/history/memory";
import { log } from "@/lib/log";
import { createMailer } from "@/lib/notifications/mailer";
import { createBoss } from "@/lib/queue/boss";
import { createServices } from "@/lib/create-services";
import type { Loop } from "./loop";
import { LONGEST_SILENCE_SECONDS, startWatchdog } from "./watchdog";
import { startWorker } from "./worker";

const settings = envWithSecretsHidden();
// Longer than a mint's request and save. Another worker continues with a key that is still being checked
// then.
const drainSeconds = settings.providerTimeoutSeconds * 1.5 + 15;

const worker = await start().catch(giveUp);
log.info("Worker ready");
process.send?.("ready");

async function start(): Promise<Loop> {
  openDb();
  const boss = createBoss(settings.databaseUrl);
  await boss.start();
  const services = await createServices(boss);
  log.setBindings({ worker: services.workerId });
  const { smtpUrl, mailFrom } = settings;
  const started = await startWorker(
    boss,
    services,
    {
      reconcileIntervalSeconds: settings.reconcileIntervalSeconds,
      drainSeconds,
      auditRetentionDays: settings.auditRetentionDays ?? null,
      historyRetentionDays: settings.historyRetentionDays ?? null,
      memory: memoryIn(settings.dataDir),
      served: servedAt(settings),
    },
    {
      notifications: settings,
      mailer:
        smtpUrl === undefined || mailFrom === undefined ? null : createMailer({ smtpUrl, from: mailFrom }),
    },
  );
  await warnOfLossyDatabase(db(), log);
  startWatchdog({ databaseUrl: settings.databaseUrl, workerId: services.workerId }, () => {
    log.fatal(
      { seconds: LONGEST_SILENCE_SECONDS },
      "The worker is stuck although the database responds. Stopping, so that it can be restarted",
    );
    process.exit(1);
  });
  return started;
}

function servedAt({
  workerMetricsHost: host,
  workerMetricsPort: port,
  metricsToken: token,
}: typeof settings) {
  return port === undefined ? undefined : { host, port, token };
}

/** Its supervisor restarts it. Node itself would print everything in the error, without the log's redaction. */
function giveUp(error: unknown): never {
  const trouble = troubleOf(error);
  if (trouble === null) log.fatal({ err: error }, "Couldn't start the worker");
  else log.fatal({ code: trouble.code }, `Couldn't start the worker. ${trouble.says}`);
  process.exit(1);
}

/** For saving what was begun, in addition to the provider's time. */
const STOP_SECONDS = 8;

let stopping = false;
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ signal }, "Worker draining");
  // What it waits for is bounded. A connection that died meanwhile must not add its own time.
  setTimeout(() => process.exit(1), (drainSeconds + STOP_SECONDS) * 1000).unref();
  await worker.stop();
  await db().$disconnect();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    stop(signal).catch((error: unknown) => {
      log.error({ err: error }, "Worker did not stop cleanly");
      process.exit(1);
    });
  });
}
