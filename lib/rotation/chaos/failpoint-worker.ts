/** A worker that dies at the moment that CHAOS_FAILPOINT names; otherwise as worker/main.ts builds it. */
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { createBoss } from "@/lib/queue/boss";
import { createWorkerServices } from "@/worker/services";
import { startWorker } from "@/worker/worker";
import { failpointSchema, withFailpoint } from "./failpoint";

const settings = env();
const failpoint = failpointSchema.parse(JSON.parse(process.env.CHAOS_FAILPOINT ?? ""));
const boss = createBoss(settings.databaseUrl);
await boss.start();
await startWorker(boss, withFailpoint(await createWorkerServices(boss), failpoint), {
  reconcileIntervalSeconds: settings.reconcileIntervalSeconds,
  drainSeconds: settings.providerTimeoutSeconds,
});
log.info("Worker ready");
