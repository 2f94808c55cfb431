/** How late a worker sends due revocations, compared with how late this process's own timers are. */
import { env } from "@/lib/settings/env";
import { memoryIn } from "@/lib/history/memory";
import { createBoss } from "@/lib/queue/boss";
import { createServices } from "@/lib/create-services";
import { startWorker } from "@/worker/worker";
import { type Measurement, percentileRounds } from "./measurement";
import type { Stage } from "./stage";

const REVOCATIONS = 200;
const SPACING_MS = 20;
/** Enough time to record when each is due before the first one is. */
const LEAD_MS = 3_000;
const ROUNDS = 3;
/** Each admin key may make only a few calls per second. Revocations must not wait for that here. */
const ADMIN_KEYS = 20;
const LONGEST_MS = 60_000;

export async function measureLateness(stage: Stage): Promise<Measurement[]> {
  const secrets = await createSecrets(stage);
  const boss = createBoss(env().databaseUrl);
  await boss.start();
  const { reconcileIntervalSeconds, dataDir } = env();
  const worker = await startWorker(boss, await createServices(boss), {
    reconcileIntervalSeconds,
    drainSeconds: 15,
    memory: memoryIn(dataDir),
  });
  try {
    const rounds: ReturnType<typeof percentileRounds>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const values = await revocations(stage, secrets);
      rounds.push(percentileRounds({ values, floors: await timers() }));
    }
    return (["p50", "p99"] as const).map((share): Measurement => {
      const name = `revocation later than due, ${share}`;
      return { name, unit: "ms", better: "less", rounds: rounds.map((round) => round[share]) };
    });
  } finally {
    await worker.stop();
  }
}

type Secret = { id: string; thirdPartyCredentialId: string };

async function createSecrets(stage: Stage): Promise<Secret[]> {
  const environmentId = await stage.createEnvironment("Lateness");
  const secrets: Secret[] = [];
  for (let index = 0; index < ADMIN_KEYS; index++) {
    const thirdPartyCredentialId = await stage.createRootCredential();
    const id = await stage.createRotatingSecret(stage.ctx, environmentId, thirdPartyCredentialId, 1_800);
    secrets.push({ id, thirdPartyCredentialId });
  }
  return secrets;
}

/**
 * Credentials that become due one after the other. Returns how late each deletion reached the provider, in
 * milliseconds.
 */
async function revocations({ ctx, simulator, projectId }: Stage, secrets: Secret[]): Promise<number[]> {
  const { state } = simulator;
  const seen = state.history.length;
  const left = state.serviceAccounts(projectId).length;
  const first = Date.now() + LEAD_MS;
  const dueAt = new Map<string | null, number>();
  await ctx.store.inUnit(async (unit) => {
    for (let index = 0; index < REVOCATIONS; index++) {
      const secret = secrets[index % secrets.length];
      if (secret === undefined) throw new Error("There is no rotating secret.");
      const at = new Date(first + index * SPACING_MS);
      const name = `late-${seen}-${index}`;
      const { id: serviceAccountId } = state.createServiceAccount(projectId, { name });
      const credential = await unit.insertFoundCredential({
        rotatingSecretId: secret.id,
        thirdPartyCredentialId: secret.thirdPartyCredentialId,
        serviceAccountName: name,
        serviceAccountId,
        projectId,
        fence: 0,
        sentAt: unit.now,
        mintedAt: unit.now,
        replacedAt: unit.now,
        revokeAt: at,
        nextCheckAt: at,
      });
      await unit.wakeSettle(credential.id, at);
      dueAt.set(serviceAccountId, at.getTime());
    }
  });
  if (Date.now() > first)
    throw new Error("This machine is too slow: revocations were due before they were planned.");
  await state.waitFor(() => state.serviceAccounts(projectId).length === left, LONGEST_MS);
  const late = state.history.slice(seen).flatMap(({ effect, serviceAccountId, at }) => {
    const due = dueAt.get(serviceAccountId);
    return effect !== "deleted" || due === undefined ? [] : [at - due];
  });
  if (late.length !== REVOCATIONS) throw new Error("Not every revocation was seen.");
  return late;
}

/** How late as many timers at the same intervals are, in milliseconds. */
async function timers(): Promise<number[]> {
  const waits = Array.from({ length: REVOCATIONS }, (_, index) => {
    const milliseconds = LEAD_MS / 10 + index * SPACING_MS;
    const due = performance.now() + milliseconds;
    return new Promise<number>((done) => setTimeout(() => done(performance.now() - due), milliseconds));
  });
  return await Promise.all(waits);
}
