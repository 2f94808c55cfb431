/**
 * A backlog of overdue rotating secrets, completed by a worker process, compared with the same calls and as
 * many empty transactions.
 */
import { databaseNow } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { startProgram } from "@/installation/programs/program";
import { workerProgram } from "@/installation/programs/programs";
import { bareCycle } from "./cycles";
import type { Measurement, Round } from "./measurement";
import { inLanes, timed } from "./rounds";
import type { Stage } from "./stage";

const ADMIN_KEYS = 150;
const SECRETS_A_KEY = 8;
/** OpenAI's time for a call, in milliseconds. */
const CALLS_TAKE_MS = [0, 400] as const;
const ROUNDS = 3;
/** Slots of the floor: as many as one worker has. */
const FLOOR_SLOTS = 192;
const LONGEST_MS = 300_000;

export async function measureBacklog(stage: Stage): Promise<Measurement[]> {
  const secretIds = await createSecrets(stage);
  const worker = startProgram({ ...workerProgram(env()), output: 2 });
  try {
    await worker.ready;
    const measurements: Measurement[] = [];
    for (const milliseconds of CALLS_TAKE_MS) {
      const slow = stage.simulator.state.addFault({
        kind: "delay",
        ms: milliseconds,
        match: { times: null },
      });
      const [rates, statements] = [[] as Round[], [] as Round[]];
      await drain(stage, secretIds);
      for (let round = 0; round < ROUNDS; round++) {
        const { perSecond, statementsACycle } = await drain(stage, secretIds);
        rates.push({ value: perSecond, floor: await floor(stage, secretIds) });
        statements.push({ value: statementsACycle, floor: 1 });
      }
      stage.simulator.state.clearFaults(slow);
      const name = `backlog, calls of ${milliseconds} ms`;
      measurements.push({ name, unit: "1/s", better: "more", rounds: rates });
      measurements.push({ name: `${name}, statements`, unit: "each", better: "less", rounds: statements });
    }
    return measurements;
  } finally {
    await worker.stop();
  }
}

async function createSecrets(stage: Stage): Promise<string[]> {
  const environmentId = await stage.createEnvironment("Backlog");
  const ids: string[] = [];
  const keys = Array.from({ length: ADMIN_KEYS }, (_, index) => index);
  await inLanes(keys, 8, async (key) => {
    const root = await stage.createRootCredential();
    const projectId = stage.createProject(`Backlog ${key}`);
    for (let nth = 0; nth < SECRETS_A_KEY; nth++)
      ids.push(await stage.createRotatingSecret(stage.hurried, environmentId, root, 0, projectId));
  });
  return ids;
}

/** Makes all of them due immediately, and waits until each has a new key and the previous one is revoked. */
async function drain(
  stage: Stage,
  secretIds: string[],
): Promise<{ perSecond: number; statementsACycle: number }> {
  const { db } = stage.ctx;
  const before = await stage.statements();
  const since = await databaseNow(db);
  const began = performance.now();
  await db.$executeRaw`
    UPDATE rotating_secret SET next_rotation_at = now() WHERE id = ANY(${secretIds}::uuid[])`;
  for (;;) {
    const [done] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM minted_credential
       WHERE revoked_at >= ${since} AND rotating_secret_id = ANY(${secretIds}::uuid[])`;
    const left = secretIds.length - (done?.count ?? 0);
    if (left === 0) break;
    if (performance.now() - began > LONGEST_MS) throw new Error(`${left} secrets were left after minutes.`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const seconds = (performance.now() - began) / 1000;
  const statementsACycle = ((await stage.statements()) - before) / secretIds.length;
  return { perSecond: secretIds.length / seconds, statementsACycle };
}

async function floor(stage: Stage, secretIds: string[]): Promise<number> {
  const adminKey = stage.createAdminKey();
  const cycle = () => bareCycle(stage, adminKey, 5);
  return (secretIds.length * 1000) / (await timed(() => inLanes(secretIds, FLOOR_SLOTS, cycle)));
}
