import { notificationWriter } from "@/lib/notifications/write-notifications";
import { aCredential } from "@/proof/harness/builders";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { createBoss } from "@/lib/queue/boss";
import { createWakeQueue } from "@/lib/queue/queue";
import { createStore } from "@/lib/rotation/store/create-store";
import type { Store } from "@/lib/rotation/store/store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { NO_MEMORY } from "./testing/no-memory";
import { startWorker } from "./worker";

const HOUR = 3_600;
/** More than a look takes of one admin key. */
const HELD = 20;

let harness: Harness;
let stopWorker: () => Promise<void>;
let secretId: string;

beforeEach(async () => {
  harness = await startHarness();
  secretId = (await harness.create()).id;
  const boss = createBoss(harness.url);
  await boss.start();
  const { db, ctx } = harness;
  const queue = createWakeQueue(boss);
  const clock = () => ({ now: new Date(Date.now() - HOUR * 1000), ageSeconds: 0 });
  const services = {
    ...ctx,
    queue,
    store: losesConnections(createStore(db, queue, notificationWriter)),
    // According to the provider's clock no delay is over, so such rows stay due.
    providers: { ...ctx.providers, clock },
  };
  await insertHeld();
  const worker = await startWorker(boss, services, {
    reconcileIntervalSeconds: HOUR,
    drainSeconds: 10,
    memory: NO_MEMORY,
  });
  stopWorker = () => worker.stop();
  store = createStore(db, queue, notificationWriter);
});
afterEach(async () => {
  await stopWorker();
  await harness.stop();
});

let store: Store;
let held: string[];
let toLose = 0;

/** The connection is lost as soon as someone has locked the secret, `toLose` times. */
function losesConnections(real: Store): Store {
  return {
    ...real,
    inUnit: (work, about) =>
      real.inUnit(
        (unit) =>
          work({
            ...unit,
            lockSecret(id) {
              if (toLose === 0) return unit.lockSecret(id);
              toLose -= 1;
              throw Object.assign(new Error("terminating connection"), { code: "57P01" });
            },
          }),
        about,
      ),
  };
}

async function insertHeld(): Promise<void> {
  const { db, root, projectId } = harness;
  const dueAt = new Date(Date.now() - 60_000);
  held = Array.from({ length: HELD }, () => uuidv7());
  await db.mintedCredential.createMany({
    data: held.map((id) =>
      aCredential(
        { rotatingSecretId: secretId, thirdPartyCredentialId: root.id },
        {
          id,
          state: "EXPIRING",
          serviceAccountId: `svc_acct_${id}`,
          projectId,
          replacedAt: new Date(0),
          revokeAt: dueAt,
          nextCheckAt: dueAt,
        },
      ),
    ),
  });
}

/** An account to delete, due now. It is deleted once all rows before it were looked at. */
async function settlementIsDone(): Promise<void> {
  const { simulator, root, projectId } = harness;
  const name = `settlement-${uuidv7()}`;
  const { id: serviceAccountId } = simulator.state.createServiceAccount(projectId, { name });
  await store.inUnit(async (unit) => {
    await unit.lockSecret(secretId);
    const { id } = await unit.insertFoundCredential({
      rotatingSecretId: secretId,
      thirdPartyCredentialId: root.id,
      serviceAccountName: name,
      serviceAccountId,
      projectId,
      fence: 0,
      sentAt: unit.now,
      mintedAt: unit.now,
      replacedAt: unit.now,
      revokeAt: unit.now,
      nextCheckAt: unit.now,
    });
    await unit.wakeSettle(id, unit.now);
  });
  const isDeleted = () =>
    simulator.state.serviceAccounts(projectId).every((account) => account.name !== name);
  await simulator.state.waitFor(isDeleted, 10_000);
}

/** The test doesn't control this work. Work done beside it doesn't show that it has ended. */
async function triesAre(expected: number[]): Promise<void> {
  await vi.waitFor(async () => {
    const rows = await harness.db.mintedCredential.findMany({
      where: { id: { in: held } },
      orderBy: { id: "asc" },
      select: { failureCount: true },
    });
    expect(rows.map(({ failureCount }) => failureCount)).toEqual(expected);
  }, 30_000);
}

it("works once on rows that stay due, and they hide no other", async () => {
  for (let nth = 0; nth < 5; nth++) await settlementIsDone();
  await triesAre(held.map(() => 1));
}, 60_000);

it("works again on such a row as soon as it has changed", async () => {
  await triesAre(held.map(() => 1));
  await settlementIsDone();
  const id = held[0] ?? "";
  await store.inUnit(async (unit) => {
    await unit.lockSecret(secretId);
    await unit.updateCredential(id, "EXPIRING", { nextCheckAt: unit.now });
    await unit.wakeSettle(id, unit.now);
  });
  await triesAre(held.map((each) => (each === id ? 2 : 1)));
}, 60_000);

it("works again immediately on a row whose connection was lost", async () => {
  await triesAre(held.map(() => 1));
  await harness.db.mintedCredential.deleteMany({ where: { id: { in: held } } });
  toLose = 3;
  await harness.elapse(secretId, HOUR);
  await vi.waitFor(async () => expect(await harness.credentials(secretId)).toHaveLength(2), 10_000);
  expect(toLose).toBe(0);
}, 60_000);
