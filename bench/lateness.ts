/** How late a worker sends the revocations that fall due, against how late this process's own timers are. */
import { env } from "@/lib/env";
import { createBoss } from "@/lib/queue/boss";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import { createServices } from "@/lib/services";
import { startWorker } from "@/worker/worker";
import { type Measurement, percentileRounds } from "./measurement";
import { inLanes } from "./rounds";
import type { Stage } from "./stage";

const REVOCATIONS = 200;
const SPACING_MS = 20;
/** Long enough to write down when each one is due before the first one is. */
const LEAD_MS = 3_000;
const ROUNDS = 3;
/** Each admin key is allowed a few calls a second; here it is not what revocations wait for. */
const ADMIN_KEYS = 20;
const LONGEST_MS = 60_000;
const LANES = 4;

export async function measureLateness(stage: Stage): Promise<Measurement[]> {
  const secretIds = await createSecrets(stage);
  const boss = createBoss(env().databaseUrl);
  await boss.start();
  const { reconcileIntervalSeconds } = env();
  const worker = await startWorker(boss, await createServices(boss), {
    reconcileIntervalSeconds,
    drainSeconds: 15,
  });
  try {
    const rounds: ReturnType<typeof percentileRounds>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const credentialIds = await replaceCredentials(stage, secretIds);
      const values = await revocations(stage, credentialIds);
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

async function createSecrets(stage: Stage): Promise<string[]> {
  const environmentId = await stage.createEnvironment("Lateness");
  const roots: string[] = [];
  for (let index = 0; index < ADMIN_KEYS; index++) roots.push(await stage.createRootCredential());
  const ids: string[] = [];
  await inLanes([...Array(REVOCATIONS).keys()], LANES, async (index) => {
    const root = roots[index % ADMIN_KEYS] ?? "";
    ids.push(await stage.createRotatingSecret(stage.hurried, environmentId, root, 1_800));
  });
  return ids;
}

/** Rotates every secret once; answers the credentials that expire since. */
async function replaceCredentials({ hurried }: Stage, secretIds: string[]): Promise<string[]> {
  const { db } = hurried;
  const replaced = await db.mintedCredential.findMany({
    where: { rotatingSecretId: { in: secretIds }, state: "ACTIVE" },
    select: { id: true },
  });
  await inLanes(secretIds, LANES, async (id) => {
    // One at a time, for the worker would take what is due longer.
    await db.$executeRaw`UPDATE rotating_secret SET next_rotation_at = now() WHERE id = ${id}::uuid`;
    const outcome = await mintWhenDue(hurried, id);
    if (outcome.kind !== "exposed") throw new Error(`A rotation ended as ${outcome.kind}.`);
  });
  return replaced.map(({ id }) => id);
}

/** Makes the credentials due one after the other; how late each deletion reached the provider, in milliseconds. */
async function revocations({ ctx, simulator, projectId }: Stage, credentialIds: string[]): Promise<number[]> {
  const { state } = simulator;
  const seen = state.history.length;
  const first = Date.now() + LEAD_MS;
  const dueAt = new Map<string | null, number>();
  await ctx.db.$transaction(async (tx) => {
    for (const [index, id] of credentialIds.entries()) {
      const at = new Date(first + index * SPACING_MS);
      const data = { revokeAt: at, nextCheckAt: at };
      const credential = await tx.mintedCredential.update({ where: { id, state: "EXPIRING" }, data });
      await ctx.queue.wakeSettle(tx, id, at);
      dueAt.set(credential.serviceAccountId, at.getTime());
    }
  });
  if (Date.now() > first)
    throw new Error("This machine is too slow: revocations were due before they were planned.");
  const left = state.serviceAccounts(projectId).length - credentialIds.length;
  await state.waitFor(() => state.serviceAccounts(projectId).length === left, LONGEST_MS);
  const late = state.history.slice(seen).flatMap(({ effect, serviceAccountId, at }) => {
    const due = dueAt.get(serviceAccountId);
    return effect !== "deleted" || due === undefined ? [] : [at - due];
  });
  if (late.length !== credentialIds.length) throw new Error("Not every revocation was seen.");
  return late;
}

/** How late as many timers at the same distances are, in milliseconds. */
async function timers(): Promise<number[]> {
  const waits = Array.from({ length: REVOCATIONS }, (_, index) => {
    const milliseconds = LEAD_MS / 10 + index * SPACING_MS;
    const due = performance.now() + milliseconds;
    return new Promise<number>((done) => setTimeout(() => done(performance.now() - due), milliseconds));
  });
  return await Promise.all(waits);
}
