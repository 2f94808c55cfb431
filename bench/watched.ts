/** The cost of one round of checking ten thousand current keys, compared with its limit. */
import { addWatches, claimLooks, lookInTurn } from "@/lib/rotation/engine/key-watch";
import { allowanceOf } from "@/lib/rotation/core/schedule";
import { exposeMany } from "@/proof/harness/expose-many";
import type { Measurement } from "./measurement";
import { timed } from "./rounds";
import type { Stage } from "./stage";

const PROJECTS = 100;
const KEYS_A_PROJECT = 100;
const ROUNDS = 2;

export async function measureWatched(stage: Stage): Promise<Measurement[]> {
  const { ctx, services, simulator } = stage;
  const environmentId = await stage.createEnvironment("Watched");
  const rootId = await stage.createRootCredential();
  const { organisationId } = ctx.actor;
  for (let nth = 0; nth < PROJECTS; nth++) {
    const projectId = stage.createProject(`Watched ${nth}`);
    await exposeMany(ctx, simulator, { organisationId, environmentId, rootId, projectId }, KEYS_A_PROJECT);
  }
  const { keyWatchIntervalSeconds, timing } = services.settings;
  const allowed = keyWatchIntervalSeconds / allowanceOf(timing).spacingSeconds;

  const seconds: number[] = [];
  const calls: number[] = [];
  const transactions: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await ctx.db.keyWatch.updateMany({ data: { dueAt: new Date() } });
    const before = simulator.state.lastSeq;
    const [committed, took] = [await transactionsOf(stage), await timed(() => watchOnce(stage))];
    seconds.push(took / 1000);
    transactions.push((await transactionsOf(stage)) - committed);
    const made = simulator.state.history.filter(({ seq }) => seq > before);
    calls.push(made.filter(({ path }) => path.includes("/organization/")).length);
  }
  const keys = PROJECTS * KEYS_A_PROJECT;
  const against = (name: string, unit: string, values: number[], floor: number): Measurement => {
    return { name, unit, better: "less", rounds: values.map((value) => ({ value, floor })) };
  };
  return [
    against(`watch ${keys} keys, admin calls`, "", calls, allowed),
    against(`watch ${keys} keys, time`, "s", seconds, keyWatchIntervalSeconds),
    against(`watch ${keys} keys, transactions`, "", transactions, keys),
  ];
}

/** Every due check, as a worker takes them. */
async function watchOnce({ services }: Stage): Promise<void> {
  await addWatches(services);
  for (;;) {
    const due = await claimLooks(services);
    if (due.length === 0) return;
    await Promise.all(due.map(({ looks }) => lookInTurn(services, looks)));
  }
}

/** Transactions committed so far, according to the database's statistics. */
async function transactionsOf({ ctx }: Stage): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT xact_commit::float8 AS count FROM pg_stat_database WHERE datname = current_database()`;
  return row?.count ?? 0;
}
