/** The worker process: builds everything, hands it down, drains at the first signal and stops at once at the second. */
import { db } from "@/lib/db";
import { warnOfLossyDatabase } from "@/lib/durability";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { createMailer } from "@/lib/notifications/mailer";
import { createBoss } from "@/lib/queue/boss";
import { createServices } from "@/lib/services";
import { startWorker } from "./worker";

const settings = env();
const boss = createBoss(settings.databaseUrl);
await boss.start();
const { smtpUrl, mailFrom } = settings;
const worker = await startWorker(
  boss,
  await createServices(boss),
  {
    reconcileIntervalSeconds: settings.reconcileIntervalSeconds,
    // Longer than a mint's request, save and verification together.
    drainSeconds: settings.providerTimeoutSeconds * 1.5 + 15,
  },
  {
    notifications: {
      allowPrivateTargets: settings.webhookAllowPrivate,
      retryScale: settings.retryScale,
      consoleUrl: settings.nextAuthUrl,
    },
    mailer:
      smtpUrl === undefined || mailFrom === undefined ? null : createMailer({ smtpUrl, from: mailFrom }),
  },
);
await warnOfLossyDatabase(db(), log);
log.info("Worker ready");

let stopping = false;
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ signal }, "Worker drains");
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
