/** What an edit of a rotating secret may contain, and what it leaves unchanged. */
import type { EngineCtx } from "../services";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import type { UpdateRotatingSecret } from "@/lib/api/rotating-secrets";
import type { WakeUp } from "@/lib/queue/queue";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { createStore } from "../store/create-store";
import { beforeFirstUnit } from "@/proof/harness/before-first-unit";
import { expectRefusal } from "@/proof/harness/expect-refusal";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { createRotatingSecret, previewNewSchedule } from "./create-rotating-secret";
import { updateRotatingSecret } from "./update-rotating-secret";
import { rotatingSecretInput } from "@/proof/harness/test-services";

const HOUR = 3_600;

let harness: Harness;
let id: string;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(async () => {
  id = (await harness.create()).id;
});

const edit = (input: UpdateRotatingSecret, ctx: EngineCtx = harness.ctx) =>
  updateRotatingSecret(ctx, { id, ...input });

const refused = (done: () => Promise<unknown>, code: string, path?: string) =>
  expectRefusal(harness.db, done, code, path);

describe("a version", () => {
  it("that is not the current one is refused", async () => {
    await refused(() => edit({ version: 2, name: "A" }), "stale");
    await refused(() => edit({ version: 0, name: "A" }), "stale");
    expect(await edit({ version: 1, name: "A" })).toMatchObject({ version: 2, name: "A" });
    await refused(() => edit({ version: 1, name: "B" }), "stale");
    expect(await edit({ name: "C" })).toMatchObject({ version: 3 });
    const { createdAt, updatedAt } = await harness.secret(id);
    expect(Number(updatedAt)).toBeGreaterThan(Number(createdAt));
  });

  it("counts as it is when the edit's turn comes", async () => {
    const { db } = harness;
    let late: Promise<unknown> = Promise.resolve();
    await db.$transaction(async (tx) => {
      await tx.rotatingSecret.update({ where: { id }, data: { version: 2 } });
      late = edit({ version: 1, name: "Late" }).catch((error: unknown) => error);
      await untilWaiting(db, late);
    });
    expect(await late).toMatchObject({ code: "stale" });
    expect((await harness.secret(id)).name).not.toBe("Late");
  });
});

it("changes only its own columns: what the worker wrote meanwhile stays", async () => {
  const theirs = {
    fence: 7,
    lastEpoch: 9_999_999_999n,
    failureCount: 3,
    leaseUntil: new Date(1_000),
    retryAt: new Date(2_000),
    rotateRequestedAt: new Date(3_000),
    breakGlassRequestedAt: new Date(3_000),
    rotateReason: "key_removed",
    nextRotationAt: new Date(4_000),
    pauseReason: "failure" as const,
    pausedAt: new Date(5_000),
    projectResidency: "EU",
  };
  const { db, ctx } = harness;
  const store = beforeFirstUnit(ctx.store, () => db.rotatingSecret.update({ where: { id }, data: theirs }));
  await edit({ name: "A", description: "B", config: { nameTemplate: "c-{id}" } }, { ...ctx, store });
  expect(await harness.secret(id)).toMatchObject({
    ...theirs,
    name: "A",
    description: "B",
    nameTemplate: "c-{id}",
  });
});

describe("times", () => {
  it.each<[string, UpdateRotatingSecret, string]>([
    ["a delay as long as the interval", { revocationDelaySeconds: HOUR }, "revocationDelaySeconds"],
    ["an interval as short as the delay", { rotationIntervalSeconds: 600 }, "revocationDelaySeconds"],
    [
      "an interval below the installation's limit",
      { rotationIntervalSeconds: 599, revocationDelaySeconds: 1 },
      "rotationIntervalSeconds",
    ],
    [
      "keys that end before their overlap does",
      { config: { keyLifetimeSeconds: HOUR + 600 + HOUR - 1 } },
      "config.keyLifetimeSeconds",
    ],
  ])("%s is refused", async (_, input, path) => {
    const { ctx } = harness;
    const settings = { ...ctx.settings, minRotationIntervalSeconds: 600 };
    await refused(() => edit(input, { ...ctx, settings }), "invalid_input", path);
  });

  it("may be one second apart, and at the installation's limit", async () => {
    const { ctx } = harness;
    const settings = { ...ctx.settings, minRotationIntervalSeconds: HOUR };
    const edited = await edit(
      { revocationDelaySeconds: HOUR - 1, rotationIntervalSeconds: HOUR },
      { ...ctx, settings },
    );
    expect(edited).toMatchObject({ revocationDelaySeconds: HOUR - 1, rotationIntervalSeconds: HOUR });
    expect(await edit({ config: { keyLifetimeSeconds: 3 * HOUR } })).toMatchObject({
      config: { keyLifetimeSeconds: 3 * HOUR },
    });
    await refused(
      () => edit({ rotationIntervalSeconds: 2 * HOUR }),
      "invalid_input",
      "config.keyLifetimeSeconds",
    );
    const longer = await edit({ config: { keyLifetimeSeconds: null }, rotationIntervalSeconds: 2 * HOUR });
    expect(longer.config.keyLifetimeSeconds ?? null).toBeNull();
  });

  it("too short an interval is refused at a creation and its preview, before the provider is asked", async () => {
    const { ctx, environmentId, root, projectId, simulator } = harness;
    const settings = { ...ctx.settings, minRotationIntervalSeconds: HOUR + 1 };
    const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
    const input = rotatingSecretInput(800, place);
    const calls = simulator.state.lastSeq;
    const path = "rotationIntervalSeconds";
    await refused(() => createRotatingSecret({ ...ctx, settings }, input), "invalid_input", path);
    await refused(() => previewNewSchedule({ ...ctx, settings }, input, 3), "invalid_input", path);
    expect(simulator.state.lastSeq).toBe(calls);
    expect((await previewNewSchedule(ctx, input, 3)).schedule).toHaveLength(3);
  });

  const planned = async () => Number((await harness.secret(id)).nextRotationAt);
  const exposedAt = async () => Number((await harness.credentials(id))[0]?.exposedAt);

  it("an interval counts from when the current key was exposed; a delay alone moves nothing", async () => {
    const before = (await exposedAt()) + 123_000;
    await harness.db.rotatingSecret.update({ where: { id }, data: { nextRotationAt: new Date(before) } });
    await edit({ revocationDelaySeconds: 60 });
    expect(await planned()).toBe(before);
    await edit({ rotationIntervalSeconds: HOUR, revocationDelaySeconds: 60, name: "Same" });
    expect(await planned()).toBe(before);
    await edit({ rotationIntervalSeconds: 2 * HOUR });
    expect(await planned()).toBe((await exposedAt()) + 2 * HOUR * 1000);
  });

  it("a delay moves the successor of an expiring key", async () => {
    const end = (await exposedAt()) + 5 * HOUR * 1000;
    await harness.db.mintedCredential.updateMany({
      where: { rotatingSecretId: id },
      data: { keyExpiresAt: new Date(end) },
    });
    await edit({ rotationIntervalSeconds: 6 * HOUR, revocationDelaySeconds: 60 });
    expect(await planned()).toBe(end - (HOUR + 60) * 1000);
    await edit({ revocationDelaySeconds: HOUR });
    expect(await planned()).toBe(end - 2 * HOUR * 1000);
    const nextRotationAt = new Date(end - 3 * HOUR * 1000);
    await harness.db.rotatingSecret.update({ where: { id }, data: { nextRotationAt } });
    await edit({ name: "Same times", revocationDelaySeconds: HOUR });
    expect(await planned()).toBe(Number(nextRotationAt));
  });

  it("without a current key they count from now", async () => {
    await harness.db.mintedCredential.updateMany({
      where: { rotatingSecretId: id },
      data: { state: "REVOKED" },
    });
    await edit({ rotationIntervalSeconds: 3 * HOUR });
    expect(Math.abs((await planned()) - Date.now() - 3 * HOUR * 1000)).toBeLessThan(60_000);
  });
});

describe("an edit wakes the worker for when the next mint is due", () => {
  it.each([
    { pauseReason: null, woken: 1 },
    { pauseReason: "manual" as const, woken: 0 },
  ])("paused: $pauseReason", async ({ pauseReason, woken }) => {
    const { db, ctx } = harness;
    await db.rotatingSecret.update({ where: { id }, data: { pauseReason } });
    const wakeUps: WakeUp[] = [];
    const queue = { ...WAKES_NOBODY, wake: async (rows: readonly WakeUp[]) => void wakeUps.push(...rows) };
    await edit(
      { rotationIntervalSeconds: 2 * HOUR },
      { ...ctx, queue, store: createStore(db, queue, notificationWriter) },
    );
    const { nextRotationAt } = await harness.secret(id);
    const wakeUp = { rotatingSecretId: id, at: nextRotationAt };
    expect(wakeUps).toEqual(Array.from({ length: woken }, () => wakeUp));
  });
});
