/**
 * A replica that misses the last seconds takes over: the key that it calls current is dead, and it doesn't
 * know the live one.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PgBoss } from "pg-boss";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { createDb } from "@/lib/db";
import { memoryIn } from "@/lib/history/memory";
import { ensureInstance } from "@/lib/instance/instance";
import { createBoss } from "@/lib/queue/boss";
import { createQueues, createWakeQueue } from "@/lib/queue/queue";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";
import { createStore } from "@/lib/rotation/store/create-store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { testServices } from "@/proof/harness/test-services";
import { readSecrets } from "@/lib/secrets/read-secrets";
import { type ReplicatedDatabase, startReplicatedDatabase } from "@/installation/testing/replica";
import type { Loop } from "./loop";
import { startWorker } from "./worker";

const MINUTE_MS = 60_000;

let replicated: ReplicatedDatabase;
let harness: Harness;
let dataDir: string;
let worker: Loop;

beforeEach(async () => {
  replicated = await startReplicatedDatabase();
  const db = createDb(replicated.url);
  harness = await startHarness({}, { db, url: replicated.url, drop: () => db.$disconnect() });
  await ensureInstance(db, harness.ctx.keyring);
  dataDir = await mkdtemp(join(tmpdir(), "phase-fail-over-"));
});
afterEach(async () => {
  await worker.stop();
  await harness.stop();
  await replicated.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function start() {
  const boss: PgBoss = createBoss(replicated.url);
  await boss.start();
  await createQueues(boss);
  const queue = createWakeQueue(boss);
  const { db, ctx, simulator } = harness;
  const services = testServices(db, {
    openaiUrl: simulator.url,
    keyring: ctx.keyring,
    queue,
    store: createStore(db, queue, notificationWriter),
  });
  // Results after the normal time come from detecting the loss.
  const options = { reconcileIntervalSeconds: 3_600, drainSeconds: 5, memory: memoryIn(dataDir) };
  worker = await startWorker(boss, services, options);
  return { ...ctx, ...services };
}

const inventoried = () =>
  vi.waitFor(async () => {
    const { inventoriedAt } = await harness.db.thirdPartyCredential.findUniqueOrThrow({
      where: { id: harness.root.id },
    });
    expect(inventoriedAt).not.toBeNull();
  }, MINUTE_MS);

it.each(["goes on", "is started again"])(
  "is detected by a worker that %s: the dead key is replaced within a minute, and the unknown one has its quarantine",
  async (what) => {
    const { simulator, db, accounts } = harness;
    const { id } = await harness.create({ revocationDelaySeconds: 1 });
    const ctx = await start();
    await inventoried();
    await replicated.stopStreaming();
    for (let rotation = 0; rotation < 2; rotation++) {
      const before = accounts();
      await rotateRotatingSecret(ctx, { id, mode: "graceful" });
      await simulator.state.waitFor(() => accounts().length === 1 && accounts()[0] !== before[0], MINUTE_MS);
    }
    const [unknown = ""] = accounts();

    if (what !== "goes on") await worker.stop();
    await replicated.failOver();
    const failedOverAt = Date.now();
    if (what !== "goes on") await start();
    const exposed = async () => {
      const row = await db.mintedCredential.findFirst({ where: { rotatingSecretId: id, state: "ACTIVE" } });
      return row?.serviceAccountName ?? "";
    };
    await vi.waitFor(async () => expect(accounts()).toContain(await exposed()), MINUTE_MS);
    expect(Date.now() - failedOverAt).toBeLessThan(MINUTE_MS);
    expect(await exposed()).not.toBe(unknown);
    const values = await readSecrets(ctx, { environmentId: harness.environmentId });
    expect(JSON.stringify(values)).toContain("OPENAI_API_KEY_1");

    const taken = await db.mintedCredential.findUniqueOrThrow({ where: { serviceAccountName: unknown } });
    expect(taken.state).toBe("EXPIRING");
    expect(taken.revokeAt?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(accounts()).toContain(unknown);
  },
  3 * MINUTE_MS,
);
