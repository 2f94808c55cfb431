import { afterAll, beforeAll, expect, it } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { createDb, type Db } from "@/lib/db";
import { createBoss } from "@/lib/queue/boss";
import { createQueues, createWakeQueue } from "@/lib/queue/queue";
import { startTcpProxy, type TcpProxy } from "@/proof/chaos/tcp-proxy";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import { removeIn } from "@/lib/rotation/engine/operate";
import { createStore } from "@/lib/rotation/store/create-store";
import { type Harness, startHarness } from "@/proof/harness/harness";

const ROUND_TRIP_MS = 300;

let harness: Harness;
let proxy: TcpProxy;
let far: Db;
let boss: ReturnType<typeof createBoss>;
beforeAll(async () => {
  harness = await startHarness();
  const url = new URL(harness.url);
  proxy = await startTcpProxy(Number(url.port), { delayMs: ROUND_TRIP_MS / 2 });
  url.port = String(proxy.port);
  far = createDb(url.href);
  boss = createBoss(harness.url, { sendOnly: true });
  await boss.start();
  await createQueues(boss);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await far.$disconnect();
  await proxy.close();
  await harness.stop();
});

// This takes the most statements of all the engine's transactions.
it("a rotating secret with several live credentials is deleted although its database is far away", async () => {
  const { id } = await harness.create({ revocationDelaySeconds: 3_000 });
  for (let rotation = 0; rotation < 4; rotation++) {
    await harness.db.rotatingSecret.update({ where: { id }, data: { nextRotationAt: new Date() } });
    expect(await mintWhenDue(harness.ctx, id)).toMatchObject({ kind: "exposed" });
  }
  const queue = createWakeQueue(boss);
  const owed = await createStore(far, queue, notificationWriter).inUnit(async (unit) => {
    const secret = await unit.lockSecret(id);
    return secret === null ? null : await removeIn(unit, harness.ctx, secret);
  });
  expect(owed).toHaveLength(5);
}, 60_000);
