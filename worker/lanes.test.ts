import { notificationWriter } from "@/lib/notifications/write-notifications";
import { testSettings } from "@/proof/harness/settings";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBoss } from "@/lib/queue/boss";
import { createWakeQueue } from "@/lib/queue/queue";
import { createStore } from "@/lib/rotation/store/create-store";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import type { FaultInput } from "@/simulator/faults";
import { SLOTS_PER_LANE } from "./lanes";
import type { Loop } from "./loop";
import { NO_MEMORY } from "./testing/no-memory";
import { startWorker } from "./worker";

/** Long enough that waiting for a call's timeout is noticeable. Seconds. */
const TIMEOUT_SECONDS = 4;
const SICK_SECRETS = 12;
const HEALTHY_KEYS = 3;
const HOUR = 3_600;

let harness: Harness;
let stopWorker: () => Promise<void>;

beforeEach(async () => {
  const settings = testSettings({ timing: { scale: 0.01, providerTimeoutSeconds: TIMEOUT_SECONDS } });
  harness = await startHarness({ settings });
});
afterEach(async () => {
  await stopWorker();
  await harness.stop();
});

async function work({ reconcileIntervalSeconds = 60, jobsAreLost = false } = {}): Promise<void> {
  const boss = createBoss(harness.url);
  await boss.start();
  const { db, ctx } = harness;
  const queue = createWakeQueue(boss);
  const services = jobsAreLost ? ctx : { ...ctx, queue, store: createStore(db, queue, notificationWriter) };
  const worker: Loop = await startWorker(boss, services, {
    reconcileIntervalSeconds,
    drainSeconds: 10,
    memory: NO_MEMORY,
  });
  stopWorker = () => worker.stop();
}

/**
 * Twelve secrets of one admin key, affected by `fault`, and two of each healthy one. All due now, the
 * affected ones first.
 */
async function sickBesideHealthy(fault: (adminKey: string) => FaultInput) {
  const { ctx, db, simulator, openAiOrganisation, create, elapse } = harness;
  const addKey = async (name: string) => {
    const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
    const { id } = await createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey });
    return { id, adminApiKey };
  };
  const secretsOf = async (thirdPartyCredentialId: string, count: number) => {
    const ids: string[] = [];
    for (let nth = 0; nth < count; nth++) ids.push((await create({ thirdPartyCredentialId })).id);
    return ids;
  };
  const sickKey = await addKey("Sick");
  const sick = await secretsOf(sickKey.id, SICK_SECRETS);
  const healthy: string[] = [];
  for (let nth = 0; nth < HEALTHY_KEYS; nth++)
    healthy.push(...(await secretsOf((await addKey(`Healthy ${nth}`)).id, 2)));
  for (const id of sick) await elapse(id, 2 * HOUR);
  for (const id of healthy) await elapse(id, HOUR);
  simulator.state.addFault(fault(sickKey.adminApiKey));
  const rotated = (ids: string[]) =>
    db.mintedCredential.count({ where: { rotatingSecretId: { in: ids }, state: "EXPIRING" } });
  const sickCalls = () => simulator.state.history.filter((call) => call.fault !== null);
  const minted = () =>
    simulator.state.history.filter((call) => call.fault === null && call.effect === "created").length;
  return { sick, healthy, rotated, sickCalls, minted, mintedBefore: minted() };
}

describe("an admin key", () => {
  it.each<[string, (adminKey: string) => FaultInput]>([
    ["hang", (adminKey) => ({ kind: "hang", match: { adminKey, times: null } })],
    [
      "fail late",
      (adminKey) => ({
        kind: "status",
        status: 500,
        afterMs: (TIMEOUT_SECONDS - 1) * 1000,
        match: { adminKey, times: null },
      }),
    ],
  ])(
    "whose calls %s delays nobody else",
    async (_, fault) => {
      const { healthy, sickCalls, minted, mintedBefore } = await sickBesideHealthy(fault);
      await work();
      await harness.simulator.state.waitFor(() => minted() === mintedBefore + healthy.length, 20_000);
      // All of that before one affected call ended.
      expect(sickCalls().length).toBeGreaterThan(0);
      expect(sickCalls().filter(({ endedAt }) => endedAt !== null)).toEqual([]);
    },
    60_000,
  );

  it("whose calls hang gets one slot until one is answered, and then all of them", async () => {
    const { sick, sickCalls, minted, mintedBefore, healthy } = await sickBesideHealthy((adminKey) => ({
      kind: "hang",
      match: { adminKey, times: null },
    }));
    const { state } = harness.simulator;
    await work();
    const ended = () => sickCalls().filter(({ endedAt }) => endedAt !== null).length;
    // Work that began before the first call ended. It may make calls only after that.
    const burst = SLOTS_PER_LANE;
    await state.waitFor(() => ended() >= burst + 2, 60_000);
    // Each ends before the next one begins.
    const probes = sickCalls().slice(burst);
    for (const [index, { at }] of probes.entries()) {
      const before = probes[index - 1];
      if (before?.endedAt != null) expect(at).toBeGreaterThanOrEqual(before.endedAt);
    }
    state.clearFaults();
    await state.waitFor(() => minted() === mintedBefore + healthy.length + sick.length, 30_000);
  }, 90_000);
});

it("finds due work although every wake-up is lost", async () => {
  const ids: string[] = [];
  for (let nth = 0; nth < 12; nth++) ids.push((await harness.create()).id);
  for (const id of ids) await harness.elapse(id, HOUR);
  const { state } = harness.simulator;
  const minted = () => state.history.filter(({ effect }) => effect === "created").length;
  await work({ jobsAreLost: true, reconcileIntervalSeconds: HOUR });
  await state.waitFor(() => minted() === 2 * ids.length, 20_000);
}, 60_000);
