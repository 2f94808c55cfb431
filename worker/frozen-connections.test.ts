import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { createDb, type Db } from "@/lib/db";
import { createBoss } from "@/lib/queue/boss";
import { createWakeQueue } from "@/lib/queue/queue";
import { startTcpProxy, type TcpProxy } from "@/proof/chaos/tcp-proxy";
import { createStore } from "@/lib/rotation/store/create-store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import type { Loop } from "./loop";
import { NO_MEMORY } from "./testing/no-memory";
import { startWorker } from "./worker";

const ANSWER_SECONDS = 1;

let harness: Harness;
let proxy: TcpProxy;
let db: Db;
let worker: Loop;
let rotatingSecretId: string;

beforeAll(async () => {
  harness = await startHarness();
  const url = new URL(harness.url);
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  db = createDb(url.href, { answerSeconds: ANSWER_SECONDS });
  const boss = createBoss(url.href, { answerSeconds: ANSWER_SECONDS });
  await boss.start();
  const queue = createWakeQueue(boss);
  const services = { ...harness.ctx, db, queue, store: createStore(db, queue, notificationWriter) };
  ({ id: rotatingSecretId } = await harness.create());
  worker = await startWorker(boss, services, {
    reconcileIntervalSeconds: 1,
    drainSeconds: 1,
    memory: NO_MEMORY,
  });
});
afterAll(async () => {
  await worker.stop();
  await db.$disconnect();
  await proxy.close();
  await harness.stop();
});

const rotations = async () =>
  (await harness.credentials(rotatingSecretId)).filter(({ exposedAt }) => exposedAt !== null).length;
const becomes = (count: number) =>
  vi.waitFor(async () => expect(await rotations()).toBe(count), { timeout: 25_000, interval: 100 });

// As when a firewall forgets them, a pooler hangs or an address moves to another server: the kernel keeps
// waiting.
it("a worker whose connections died without notice continues with new ones", async () => {
  await harness.elapse(rotatingSecretId, 3_600);
  await becomes(2);
  proxy.freeze();
  await harness.elapse(rotatingSecretId, 3_600);
  await becomes(3);
}, 60_000);
