/**
 * Builds what the engine works with, once per process: in the web process at its first request, in a worker
 * at its start.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { Keyring } from "@/lib/crypto/keyring";
import { troubleOf } from "@/lib/database/trouble";
import { unavailable } from "@/lib/database/unavailable";
import { db } from "@/lib/db";
import { env, envWithSecretsHidden } from "@/lib/settings/env";
import { ensureInstance } from "@/lib/instance/instance";
import { exposureWarnings } from "@/lib/settings/exposure";
import { log } from "@/lib/log";
import { leaveThrough } from "@/lib/settings/proxies";
import { processMetrics } from "@/lib/metrics/process-metrics";
import { createProviders } from "@/lib/providers/registry";
import { createBoss } from "@/lib/queue/boss";
import { createQueues, createWakeQueue } from "@/lib/queue/queue";
import { systemClock } from "@/lib/rotation/clock";
import type { EngineServices } from "@/lib/rotation/services";
import { sharedLook } from "@/lib/instance/shared-look";
import { createStore } from "@/lib/rotation/store/create-store";
import { engineSlice } from "@/lib/settings/settings";

/** Settings, key ring and providers around a started pg-boss. `boss` may only send, or also work. */
export async function createServices(boss: ReturnType<typeof createBoss>): Promise<EngineServices> {
  const settings = env();
  leaveThrough(settings.proxies);
  for (const warning of exposureWarnings(settings)) log.warn(warning);
  const keyring = new Keyring(settings.encryptionKeys);
  const lookAtSeal = sharedLook(
    async () => (await ensureInstance(db(), keyring, settings)).sealedBecause,
    () => systemClock.monotonicMs(),
  );
  const sealedBecause = await lookAtSeal();
  if (sealedBecause !== null) log.error({ reason: sealedBecause }, "Sealed: provider calls are stopped");
  const queue = createWakeQueue(boss);
  const metrics = processMetrics();
  return {
    db: db(),
    store: createStore(db(), queue, notificationWriter, (types) => metrics.happened(types)),
    keyring,
    providers: createProviders(
      {
        openai: {
          baseUrl: settings.openaiBaseUrl,
          regionalBaseUrl: settings.openaiRegionalBaseUrl,
          timeoutSeconds: settings.providerTimeoutSeconds,
        },
      },
      lookAtSeal,
    ),
    queue,
    settings: {
      timing: { scale: settings.retryScale, providerTimeoutSeconds: settings.providerTimeoutSeconds },
      ...engineSlice(settings),
    },
    log,
    metrics,
    clock: systemClock,
    chance: Math.random,
    workerId: `${hostname()}:${process.pid}:${randomUUID()}`,
    lookAtSeal,
  };
}

async function startForWeb(): Promise<EngineServices> {
  const boss = createBoss(envWithSecretsHidden().databaseUrl, { sendOnly: true });
  await boss.start();
  await createQueues(boss);
  return await createServices(boss);
}

// On globalThis because the web bundles each route separately. All of them share one pool and one sender.
const holder: { phaseServices?: Promise<EngineServices> | undefined } = globalThis as {
  phaseServices?: Promise<EngineServices> | undefined;
};

/** The web process's services. If starting them fails, the next request tries again. */
export async function services(): Promise<EngineServices> {
  holder.phaseServices ??= startForWeb().catch((error: unknown) => {
    holder.phaseServices = undefined;
    const trouble = troubleOf(error);
    throw trouble === null ? error : unavailable(trouble, error);
  });
  return await holder.phaseServices;
}
