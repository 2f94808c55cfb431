/** A worker that dies at the moment that CHAOS_FAILPOINT names; otherwise as worker/main.ts builds it. */
import { env } from "@/lib/settings/env";
import { memoryIn } from "@/lib/history/memory";
import { log } from "@/lib/log";
import { createBoss } from "@/lib/queue/boss";
import { createServices } from "@/lib/create-services";
import { startWorker } from "@/worker/worker";
import { failpointSchema, withFailpoint } from "./failpoint";

const settings = env();
const failpoint = failpointSchema.parse(JSON.parse(process.env.CHAOS_FAILPOINT ?? ""));
const boss = createBoss(settings.databaseUrl);
await boss.start();
const services = {
  ...withFailpoint(await createServices(boss), failpoint),
  notifications: settings,
  mailer: null,
};
await startWorker(boss, services, {
  reconcileIntervalSeconds: settings.reconcileIntervalSeconds,
  drainSeconds: settings.providerTimeoutSeconds,
  memory: memoryIn(settings.dataDir),
});
log.info("Worker ready");
