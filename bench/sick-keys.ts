/** How late mints are beside an admin key whose calls fail, compared with the same mints without it. */
import { env } from "@/lib/settings/env";
import { memoryIn } from "@/lib/history/memory";
import { createBoss } from "@/lib/queue/boss";
import { createServices } from "@/lib/create-services";
import type { FaultInput } from "@/simulator/faults";
import { startWorker } from "@/worker/worker";
import { type Measurement, percentileRounds } from "./measurement";
import type { Stage } from "./stage";

const HEALTHY_KEYS = 8;
const SECRETS_A_HEALTHY_KEY = 2;
const SICK_SECRETS = 16;
/** Each healthy secret is due this often. */
const EVERY_MS = 10_000;
const TIMES_DUE = 3;
/** Each begins without the failing admin key, so that other work on the machine affects both. */
const ROUNDS = 2;
const LEAD_MS = 2_000;

type Sickness = { name: string; fault: (adminKey: string) => FaultInput };

const SICKNESSES: Sickness[] = [
  {
    name: "hangs",
    fault: (adminKey) => ({ kind: "hang", match: { adminKey, times: null } }),
  },
  {
    name: "fails after 3 s",
    fault: (adminKey) => ({ kind: "status", status: 500, afterMs: 3_000, match: { adminKey, times: null } }),
  },
  {
    name: "says 429",
    fault: (adminKey) => ({ kind: "status", status: 429, retryAfter: 1, match: { adminKey, times: null } }),
  },
];

export async function measureSickKeys(stage: Stage): Promise<Measurement[]> {
  const environmentId = await stage.createEnvironment("Sick keys");
  const healthy: string[] = [];
  for (let key = 0; key < HEALTHY_KEYS; key++) {
    const root = await stage.createRootCredential();
    for (let nth = 0; nth < SECRETS_A_HEALTHY_KEY; nth++)
      healthy.push(await stage.createRotatingSecret(stage.ctx, environmentId, root, 1_800));
  }
  const sickKey = stage.createAdminKey();
  const sickRoot = await stage.createRootCredential(sickKey);
  const sick: string[] = [];
  for (let nth = 0; nth < SICK_SECRETS; nth++)
    sick.push(await stage.createRotatingSecret(stage.ctx, environmentId, sickRoot, 1_800));

  const measurements: Measurement[] = [];
  for (const { name, fault } of SICKNESSES) {
    const rounds: ReturnType<typeof percentileRounds>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const floors = await lateness(stage, healthy, []);
      const id = stage.simulator.state.addFault(fault(sickKey));
      const values = await lateness(stage, healthy, sick);
      stage.simulator.state.clearFaults(id);
      await rest(stage, sick);
      rounds.push(percentileRounds({ values, floors }));
    }
    for (const share of ["p50", "p99"] as const)
      measurements.push({
        name: `mint late beside a key that ${name}, ${share}`,
        unit: "ms",
        better: "less",
        rounds: rounds.map((round) => round[share]),
      });
  }
  return measurements;
}

/** So that no work of the failing admin key is due while the others are measured without it. */
async function rest({ ctx }: Stage, sick: readonly string[]): Promise<void> {
  const later = new Date(Date.now() + 3_600_000);
  const ofSick = { in: [...sick] };
  await ctx.db.rotatingSecret.updateMany({
    where: { id: ofSick },
    data: { nextRotationAt: later, retryAt: later },
  });
  await ctx.db.mintedCredential.updateMany({
    where: { rotatingSecretId: ofSick, nextCheckAt: { not: null } },
    data: { nextCheckAt: later },
  });
}

/** How late each mint of the healthy secrets was, in milliseconds. A missing one counts as the whole waiting time. */
async function lateness(
  { ctx }: Stage,
  healthy: readonly string[],
  sick: readonly string[],
): Promise<number[]> {
  const { db } = ctx;
  const soon = new Date();
  await db.rotatingSecret.updateMany({
    where: { id: { in: [...sick] } },
    data: { nextRotationAt: soon, retryAt: null, rotationIntervalSeconds: 10, revocationDelaySeconds: 0 },
  });
  const boss = createBoss(env().databaseUrl);
  await boss.start();
  const worker = await startWorker(boss, await createServices(boss), {
    reconcileIntervalSeconds: env().reconcileIntervalSeconds,
    drainSeconds: 45,
    memory: memoryIn(env().dataDir),
  });
  const values: number[] = [];
  try {
    for (let time = 0; time < TIMES_DUE; time++) {
      const first = Date.now() + LEAD_MS;
      const planned = healthy.map((id, index) => ({
        id,
        at: new Date(first + (index * (EVERY_MS - LEAD_MS - 2_000)) / healthy.length),
      }));
      for (const { id, at } of planned) {
        await ctx.store.inUnit(async (unit) => {
          await unit.lockSecret(id);
          await unit.updateSecret(id, { nextRotationAt: at, retryAt: null });
          await unit.wakeMint(id, at);
        });
      }
      await new Promise((done) => setTimeout(done, Math.max(first + EVERY_MS - Date.now(), 0)));
      for (const { id, at } of planned) {
        const minted = await db.mintedCredential.findFirst({
          where: { rotatingSecretId: id, sentAt: { gte: at } },
          orderBy: { id: "asc" },
        });
        values.push(minted === null ? Date.now() - at.getTime() : minted.sentAt.getTime() - at.getTime());
      }
    }
  } finally {
    await worker.stop();
  }
  return values;
}
