/** What a worker does on its own, what a sealed one leaves, and how it ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { ensureInstance } from "@/lib/instance/instance";
import { type Notifications, startNotifications } from "@/proof/harness/notifications/notifications";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";
import { createBoss } from "@/lib/queue/boss";
import { createWakeQueue } from "@/lib/queue/queue";
import { createStore } from "@/lib/rotation/store/create-store";
import type { EngineServices } from "@/lib/rotation/services";
import type { Loop } from "./loop";
import { NO_MEMORY } from "./testing/no-memory";
import { startWorker } from "./worker";

const HOUR = 3_600;

let world: Notifications;
let worker: Loop | null;
beforeEach(async () => {
  world = await startNotifications();
  await ensureInstance(world.db, world.ctx.keyring);
  worker = null;
});
afterEach(async () => {
  await worker?.stop();
  await world.stop();
});

async function start(given: Partial<EngineServices> = {}, { drainSeconds = 10, isHeard = true } = {}) {
  const boss = createBoss(world.url);
  await boss.start();
  const queue = createWakeQueue(boss);
  const { notifications, mailer } = world.services;
  const services = {
    ...world.ctx,
    queue,
    store: createStore(world.db, queue, notificationWriter),
    ...given,
  };
  // It happens at the start, because the next round is in an hour.
  const options = { reconcileIntervalSeconds: HOUR, drainSeconds, memory: NO_MEMORY };
  worker = await startWorker(boss, services, options, isHeard ? { notifications, mailer } : null);
}

/** A credential whose use is checked, one whose account must be deleted, and a due mint. */
async function somethingOfEachKind(): Promise<string> {
  const { id } = await world.create({ rotationIntervalSeconds: 10 * HOUR, revocationDelaySeconds: HOUR });
  await world.elapse(id, 10 * HOUR);
  await world.work();
  // Near the end of its delay.
  await world.elapse(id, 0.9 * HOUR);
  await world.db.rotatingSecret.update({ where: { id }, data: { rotateRequestedAt: new Date() } });
  await world.db.instance.updateMany({ data: { sealTold: "It is a copy." } });
  const hook = await world.webhook({ types: ["installation.sealed"] });
  await world.db.webhookSecret.create({
    data: { endpointId: hook.id, envelope: "old", expiresAt: new Date(0) },
  });
  const { organisationId } = world.ctx.actor;
  await world.db.idempotencyKey.create({
    data: { organisationId, actorId: organisationId, key: "old", requestHash: "", createdAt: new Date(0) },
  });
  return id;
}

async function done(id: string) {
  const { db } = world;
  const [first, ...others] = await world.credentials(id);
  const root = await db.thirdPartyCredential.findFirstOrThrow();
  return {
    alive: (await db.workerHeartbeat.count()) === 1,
    rotated: others.length === 2,
    usage: first?.usageCheckedAt != null,
    inventory: root.inventoriedAt !== null,
    looks: world.simulator.state.history.some(({ path }) => path.includes("owner_project_access=any")),
    sealForgotten: (await db.instance.findFirstOrThrow()).sealTold === null,
    idempotencyKeys: (await db.idempotencyKey.count()) === 0,
    oldSigningSecrets: (await db.webhookSecret.count({ where: { expiresAt: { lt: new Date() } } })) === 0,
  };
}
const all = (value: boolean) => {
  const [alive, rotated, usage, inventory, looks] = Array<boolean>(5).fill(value);
  const [sealForgotten, idempotencyKeys, oldSigningSecrets] = Array<boolean>(3).fill(value);
  return {
    alive,
    rotated,
    usage,
    inventory,
    looks,
    sealForgotten,
    idempotencyKeys,
    oldSigningSecrets,
  };
};

it("does each of its jobs as soon as it starts, and signs off", async () => {
  const id = await somethingOfEachKind();
  await world.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  expect(await done(id)).toEqual(all(false));
  await start();
  await vi.waitFor(async () => expect(await done(id)).toEqual(all(true)), { timeout: 15_000, interval: 50 });
  await worker?.stop();
  worker = null;
  expect(await world.db.workerHeartbeat.count()).toBe(0);
}, 40_000);

it("handles a wake-up for due work immediately", async () => {
  const { id } = await world.create();
  await start();
  await world.db.rotatingSecret.update({ where: { id }, data: { pauseReason: "failure" } });
  await resumeRotatingSecret(world.ctx, { id });
  await vi.waitFor(async () => expect(await world.credentials(id)).toHaveLength(2), 10_000);
}, 40_000);

it("notifies while it works, and links what is recorded", async () => {
  await start();
  await world.webhook();
  const message = world.receiver.nextMessage();
  await world.create();
  await message;
  const unlinked = () => world.db.auditUnlinked.count();
  await vi.waitFor(async () => expect(await unlinked()).toBe(0), { timeout: 10_000, interval: 50 });
  // Sooner than the notifier checks on its own.
}, 25_000);

describe("sealed", () => {
  const sealed = { lookAtSeal: () => Promise.resolve("It is a copy.") };

  it.each([true, false])(
    "it only reports that it lives; recipients exist: %s",
    async (isHeard) => {
      const id = await somethingOfEachKind();
      const calls = world.simulator.state.lastSeq;
      await start(sealed, { isHeard });
      await vi.waitFor(async () => expect(await done(id)).toEqual({ ...all(false), alive: true }), 5_000);
      await worker?.stop();
      worker = null;
      expect(await done(id)).toEqual(all(false));
      expect(world.simulator.state.lastSeq).toBe(calls);
    },
    40_000,
  );
});

describe("when it stops", () => {
  const underWay = async (ms: number) => {
    const { id } = await world.create();
    await world.elapse(id, HOUR);
    const match = { method: "POST", pathPattern: "/service_accounts$" };
    world.simulator.state.addFault({ kind: "delay", ms, when: "after", match });
    const from = world.simulator.state.history.length;
    const mints = () => world.simulator.state.history.slice(from).filter(({ method }) => method === "POST");
    return { id, hasBegun: () => world.simulator.state.waitFor(() => mints().length === 1, 10_000) };
  };

  it("a running mint ends, and is recorded", async () => {
    const { id, hasBegun } = await underWay(500);
    await start();
    await hasBegun();
    await worker?.stop();
    worker = null;
    const states = (await world.credentials(id)).map(({ state }) => state);
    expect(states).toEqual(["EXPIRING", "ACTIVE"]);
  }, 40_000);

  it("it waits only a limited time: the next worker continues what is running", async () => {
    const { id, hasBegun } = await underWay(900);
    await start({}, { drainSeconds: 0.01 });
    await hasBegun();
    await worker?.stop();
    worker = null;
    expect((await world.credentials(id)).map(({ state }) => state)).toEqual(["ACTIVE", "SENDING"]);
    // It responds before the suite removes its database.
    await vi.waitFor(
      async () => expect((await world.credentials(id)).map(({ state }) => state)).toContain("EXPIRING"),
      5_000,
    );
  }, 40_000);
});
