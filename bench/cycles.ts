/** Full rotations per second, compared with the same provider calls and as many empty transactions. */
import type { EngineCtx } from "@/lib/rotation/services";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import { settle } from "@/lib/rotation/engine/settle";
import type { Measurement } from "./measurement";
import { inLanes, inRounds, timed } from "./rounds";
import type { Stage } from "./stage";

const SECRETS = 40;
const LANES = [1, 4, 8] as const;

export async function measureCycles(stage: Stage): Promise<Measurement[]> {
  const secretIds = await createSecrets(stage);
  const adminKey = stage.createAdminKey();
  const counted = countingTransactions(stage.hurried);
  const perCycle = await countOneCycle(counted, secretIds[0] ?? "");
  const measurements: Measurement[] = [];
  for (const lanes of LANES) {
    const rounds = await inRounds(async () => ({
      value: perSecond(await rotateAll(stage.hurried, secretIds, lanes)),
      floor: perSecond(
        await timed(() => inLanes(secretIds, lanes, () => bareCycle(stage, adminKey, perCycle))),
      ),
    }));
    const name = `rotations, ${lanes} in parallel`;
    measurements.push({ name, unit: "1/s", better: "more", rounds });
  }
  return measurements;
}

async function createSecrets(stage: Stage): Promise<string[]> {
  const environmentId = await stage.createEnvironment("Cycles");
  const ids: string[] = [];
  for (let index = 0; index < SECRETS; index++) {
    // One each, because rotations should wait for the provider, not for their admin key's allowance.
    const root = await stage.createRootCredential();
    ids.push(await stage.createRotatingSecret(stage.hurried, environmentId, root, 0));
  }
  return ids;
}

/** Mint, save, verify, expose, and revoke the replaced key, for each secret. Returns the total time in milliseconds. */
async function rotateAll(engine: EngineCtx, secretIds: string[], lanes: number): Promise<number> {
  const { db } = engine;
  await db.rotatingSecret.updateMany({
    where: { id: { in: secretIds } },
    data: { nextRotationAt: new Date() },
  });
  const active = await db.mintedCredential.findMany({
    where: { rotatingSecretId: { in: secretIds }, state: "ACTIVE" },
    select: { id: true, rotatingSecretId: true },
  });
  const milliseconds = await timed(() =>
    inLanes(active, lanes, async ({ id, rotatingSecretId }) => {
      const outcome = await mintWhenDue(engine, rotatingSecretId);
      if (outcome.kind !== "exposed") throw new Error(`A rotation ended as ${outcome.kind}.`);
      await settle(engine, id);
    }),
  );
  const revoked = { id: { in: active.map(({ id }) => id) }, state: "REVOKED" } as const;
  if ((await db.mintedCredential.count({ where: revoked })) !== secretIds.length) {
    throw new Error("Not every credential that was replaced is revoked.");
  }
  return milliseconds;
}

function countingTransactions(engine: EngineCtx): { engine: EngineCtx; count: () => number } {
  let transactions = 0;
  const { inUnit } = engine.store;
  const store: EngineCtx["store"] = {
    ...engine.store,
    inUnit(work) {
      transactions += 1;
      return inUnit(work);
    },
  };
  return { engine: { ...engine, store }, count: () => transactions };
}

async function countOneCycle(
  { engine, count }: ReturnType<typeof countingTransactions>,
  secretId: string,
): Promise<number> {
  await rotateAll(engine, [secretId], 1);
  return count();
}

/** A rotation's calls to the provider, through the same client, and to the database. */
export async function bareCycle(
  { ctx, projectId }: Stage,
  adminKey: string,
  transactions: number,
): Promise<void> {
  const openai = await ctx.providers.open("openai");
  const { serviceAccountId, apiKey } = await openai.mint(adminKey, { projectId, name: "floor" });
  if ((await openai.verify(apiKey, null)).kind !== "accepted")
    throw new Error("The provider refuses its own key.");
  await openai.revoke(adminKey, { projectId, serviceAccountId });
  for (let index = 0; index < transactions; index++) await ctx.db.$transaction(async () => {});
}

function perSecond(milliseconds: number): number {
  return (SECRETS * 1000) / milliseconds;
}
