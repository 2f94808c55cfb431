/** An older backup is restored, and a copy of a database is started by mistake. */
import { adoptInstance } from "@/lib/instance/instance";
import { comeToRest, until } from "./calm";
import type { Cluster } from "./cluster";
import type { Violation } from "./violation";
import { keepRunning } from "./keep-running";
import { accountsIn, type Observation } from "./observation";
import type { Result } from "./result";
import { CHAOS_OPTIONS, type Stage, withStage } from "./stage";
import type { WorkerBundles } from "./worker-bundle";

const SECRETS = 10;
/** The delay is long enough that an inventory without a quarantine would be seen to take keys away too soon. */
const SCHEDULE = { rotationIntervalSeconds: 4, revocationDelaySeconds: 3 };
/** The copy has looked at its seal by then, and a worker that isn't sealed would have done what is overdue. */
const COPY_RUNS_MS = 8_000;

/**
 * Backs the database up, lets `missing` rotations happen that the backup doesn't know, starts a worker on a copy of the
 * backup, then restores it and continues with it.
 */
export async function restoreFromBackup(
  cluster: Cluster,
  { worker }: WorkerBundles,
  seed: number,
  missing: number,
): Promise<Result> {
  const options = { ...CHAOS_OPTIONS, seed, secrets: SECRETS, ...SCHEDULE };
  return await withStage(cluster, worker, options, async (stage) => {
    const { db, databaseUrl, state } = stage;
    await runUntilMinted(stage, SECRETS);
    const backupUrl = await cluster.createDatabase();
    await db.$disconnect();
    await cluster.copyDatabase(databaseUrl, backupUrl);
    await runUntilMinted(stage, missing);
    const held = await exposedAccounts(stage);

    const callsBefore = state.lastSeq;
    const copy = stage.startWorker({ DATABASE_URL: backupUrl });
    await copy.ready;
    await until(COPY_RUNS_MS, () => Promise.resolve(state.lastSeq > callsBefore));
    copy.signal("SIGTERM");
    await copy.ended;
    const callsOfCopy = state.lastSeq - callsBefore;

    await db.$disconnect();
    await cluster.copyDatabase(backupUrl, databaseUrl);
    await adoptInstance(db);
    const restoredAt = Date.now();
    const crew = await keepRunning(stage, 2);
    await until(300_000, async () => (await deadKeys(stage)).length === 0);
    const exposedAfter = Date.now() - restoredAt;
    const { observation } = await comeToRest(stage, 120_000);
    const figures = {
      "rotations missing": missing,
      "calls of the copy": callsOfCopy,
      "keys held by programs": held.length,
      "every exposed key works after s": exposedAfter / 1000,
      "at rest after s": (Date.now() - restoredAt) / 1000,
      crashes: crew.crashes(),
    };
    const found: Violation[] = [
      ...(await deadKeys(stage)).map((id) => violation("I1", id, "its exposed key does not work")),
      ...orphans(observation),
      ...takenAway(observation, held, restoredAt),
      ...strangers(stage, observation),
    ];
    if (callsOfCopy > 0) found.push(violation("I7", "copy", `it called the provider ${callsOfCopy} times`));
    return { goal: "G7 backup restored", seed, figures, violations: found };
  });
}

function violation(invariant: Violation["invariant"], subject: string, text: string): Violation {
  return { invariant, subject, text };
}

async function runUntilMinted(stage: Stage, count: number): Promise<void> {
  const crew = await keepRunning(stage, 2);
  const minted = () => stage.state.history.filter(({ effect }) => effect === "created").length;
  const goal = minted() + count;
  await stage.state.waitFor(() => minted() >= goal, 120_000);
  await crew.stop();
}

async function exposedAccounts({ db }: Stage): Promise<{ accountId: string; rotatingSecretId: string }[]> {
  const exposed = await db.mintedCredential.findMany({ where: { state: "ACTIVE" } });
  return exposed.map(({ serviceAccountId, rotatingSecretId }) => {
    return { accountId: serviceAccountId ?? "", rotatingSecretId };
  });
}

/** Rotating secrets whose current credential no longer has an account. */
async function deadKeys(stage: Stage): Promise<string[]> {
  const alive = new Set(stage.state.serviceAccounts(stage.projectId).map(({ id }) => id));
  const exposed = await exposedAccounts(stage);
  return exposed.flatMap(({ accountId, rotatingSecretId }) =>
    alive.has(accountId) ? [] : [rotatingSecretId],
  );
}

function orphans({ history, credentials }: Observation): Violation[] {
  const exposed = new Set(
    credentials.flatMap((row) => (row.state === "ACTIVE" ? [row.serviceAccountId] : [])),
  );
  return [...accountsIn(history).values()].flatMap((account) =>
    account.requested && account.deletedAt === null && !exposed.has(account.id)
      ? [violation("I2", account.id, `${account.name} lives and is no secret's exposed key`)]
      : [],
  );
}

/**
 * Keys that programs held when the backup was restored must work until their secret has another current key,
 * and a delay longer.
 */
function takenAway(
  { history, credentials, secrets }: Observation,
  held: { accountId: string; rotatingSecretId: string }[],
  restoredAt: number,
): Violation[] {
  const accounts = accountsIn(history);
  return held.flatMap(({ accountId, rotatingSecretId }) => {
    const deletedAt = accounts.get(accountId)?.deletedAt ?? null;
    const next = credentials
      .filter((row) => row.rotatingSecretId === rotatingSecretId && row.serviceAccountId !== accountId)
      .map(({ exposedAt }) => exposedAt?.getTime() ?? 0)
      .filter((exposedAt) => exposedAt > restoredAt);
    const delaySeconds = secrets.find(({ id }) => id === rotatingSecretId)?.revocationDelaySeconds ?? 0;
    if (deletedAt === null || deletedAt >= Math.min(...next) + delaySeconds * 1000) return [];
    return [violation("I8", accountId, "deleted before another key had been exposed for its delay")];
  });
}

/** Accounts created by others, with names that resemble Phase's. */
function strangers({ state, projectId }: Stage, { history }: Observation): Violation[] {
  const alive = new Set(state.serviceAccounts(projectId).map(({ id }) => id));
  return [...accountsIn(history).values()].flatMap((account) =>
    account.requested || alive.has(account.id)
      ? []
      : [violation("I7", account.id, `${account.name} was none of ours to delete`)],
  );
}
