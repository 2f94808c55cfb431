/** Why keys are minted, what was requested, and the effect on the schedule. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pauseRotatingSecret } from "../commands/pause-rotating-secret";
import { resumeRotatingSecret } from "../commands/resume-rotating-secret";
import { rotateRotatingSecret } from "../commands/rotate-rotating-secret";
import { updateRotatingSecret } from "../commands/update-rotating-secret";
import { previewSchedule } from "../queries/preview-schedule";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { takeInventory } from "./inventory";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(() => harness.simulator.state.clearFaults());

const HOUR = 3_600;
const DAY = 86_400;
const MINTS = { method: "POST", pathPattern: "/service_accounts$" } as const;

const outage = () =>
  harness.simulator.state.addFault({ kind: "status", status: 503, match: { ...MINTS, times: null } });
const exposedOf = async (id: string) =>
  (await harness.credentials(id)).filter(({ exposedAt }) => exposedAt !== null).length;

/** The reasons of every mint of a rotating secret in its events: begun, and exposed. */
async function reasons(id: string) {
  const events = await harness.db.event.findMany({ where: { rotatingSecretId: id }, orderBy: { id: "asc" } });
  const told = (type: string) =>
    events.filter((event) => event.type === type).map(({ detail }) => (detail as { reason?: string }).reason);
  return { begun: told("credential.mint_started"), exposed: told("credential.exposed") };
}

async function failTimes(id: string, tries: number): Promise<void> {
  for (let turn = 0; turn < tries; turn++) {
    await harness.work();
    await harness.elapse(id, 2 * HOUR);
  }
}

/** Someone else deletes the current credential's account, and the inventory detects it. */
async function removeKey(id: string): Promise<void> {
  const active = (await harness.credentials(id)).find(({ state }) => state === "ACTIVE");
  harness.simulator.state.deleteServiceAccountBehindTheBack(active?.serviceAccountId ?? "");
  await takeInventory(harness.ctx, harness.root.id);
}

it("each mint's events say why, and so does its row", async () => {
  const { id } = await harness.create();
  await harness.elapse(id, HOUR);
  await harness.work();
  await rotateRotatingSecret(harness.ctx, { id, mode: "graceful" });
  await harness.work();
  await rotateRotatingSecret(harness.ctx, { id, mode: "break_glass" });
  await harness.work();
  await pauseRotatingSecret(harness.ctx, { id });
  await resumeRotatingSecret(harness.ctx, { id, when: "now" });
  await harness.work();
  await removeKey(id);
  await harness.work();
  const expected = ["first_key", "schedule", "operator", "break_glass", "resumed", "key_removed"];
  expect(await reasons(id)).toEqual({ begun: expected, exposed: expected });
  expect((await harness.credentials(id)).map(({ reason }) => reason)).toEqual(expected);
  expect(await harness.secret(id)).toMatchObject({ rotateReason: null, rotateRequestedAt: null });
});

describe("after an outage", () => {
  it("schedules return to their own times, and the preview says so before", async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 4; nth++) {
      const { id } = await harness.create({ rotationIntervalSeconds: DAY });
      ids.push(id);
      await harness.elapse(id, DAY + nth * HOUR);
    }
    const planned = async () => Promise.all(ids.map(async (id) => (await harness.secret(id)).nextRotationAt));
    const fault = outage();
    for (let turn = 0; turn < 3; turn++) {
      await harness.work();
      for (const id of ids) await harness.elapse(id, 2 * HOUR);
    }
    harness.simulator.state.clearFaults(fault);
    const before = await planned();
    const [preview] = await Promise.all(ids.map((id) => previewSchedule(harness.ctx, { id, count: 2 })));
    await harness.work();
    const next = await planned();
    expect(next.map((at, nth) => (Number(at) - Number(before[nth])) / 1000)).toEqual([DAY, DAY, DAY, DAY]);
    expect(preview?.schedule[1]?.mintAt).toBe(next[0]?.toISOString());
  });

  it("attempts of many secrets are spread by their IDs, not by chance", async () => {
    const waits: number[] = [];
    const { id } = await harness.create({ rotationIntervalSeconds: DAY });
    outage();
    for (const chance of [0, 0.99]) {
      await harness.elapse(id, DAY);
      await harness.db.rotatingSecret.update({ where: { id }, data: { failureCount: 3 } });
      const { ctx } = harness;
      ctx.chance = () => chance;
      await harness.work();
      const { retryAt, lastFailureAt } = await harness.secret(id);
      waits.push(Number(retryAt) - Number(lastFailureAt));
    }
    harness.ctx.chance = () => 0.5;
    expect(waits[0]).toBe(waits[1]);
  });
});

describe("a rotation requested during an outage", () => {
  it.each([
    ["break-glass", (id: string) => rotateRotatingSecret(harness.ctx, { id, mode: "break_glass" })],
    ["a rotation", (id: string) => rotateRotatingSecret(harness.ctx, { id, mode: "graceful" })],
    [
      "a resumption",
      async (id: string) => {
        await pauseRotatingSecret(harness.ctx, { id });
        await resumeRotatingSecret(harness.ctx, { id, when: "now" });
      },
    ],
    ["a key in another's place", removeKey],
  ])(
    "%s is attempted immediately and every minute, however often the schedule has failed",
    async (_, ask) => {
      const { id } = await harness.create({ rotationIntervalSeconds: DAY });
      const fault = outage();
      await harness.elapse(id, DAY);
      await failTimes(id, 10);
      await harness.work();
      expect((await harness.secret(id)).failureCount).toBeGreaterThan(9);
      // What the last attempt may have created is searched for first.
      await harness.elapse(id, 45);

      await ask(id);
      const tries = async () => (await harness.credentials(id)).length;
      for (let minute = 0; minute < 4; minute++) {
        const before = await tries();
        await harness.work();
        expect(await tries()).toBe(before + 1);
        await harness.elapse(id, 60);
      }
      harness.simulator.state.clearFaults(fault);
      await harness.work();
      expect(await exposedOf(id)).toBe(2);
    },
  );
});

describe("a pause", () => {
  it("withdraws a rotation requested before or during it", async () => {
    const { id } = await harness.create();
    for (const round of ["before", "while paused"]) {
      await rotateRotatingSecret(harness.ctx, { id, mode: "break_glass" });
      await pauseRotatingSecret(harness.ctx, { id });
      await harness.work();
      expect(await exposedOf(id), round).toBe(1);
      expect(await harness.secret(id)).toMatchObject({
        pauseReason: "manual",
        breakGlassRequestedAt: null,
        rotateReason: null,
      });
    }
    const paused = (await harness.eventTypes(id)).filter((type) => type === "rotating_secret.paused");
    expect(paused).toHaveLength(2);
    await pauseRotatingSecret(harness.ctx, { id });
    expect((await harness.eventTypes(id)).filter((type) => type === "rotating_secret.paused")).toHaveLength(
      2,
    );
  });

  it("doesn't forget a dead key: no edit, other pause or old request removes that", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 20 * DAY });
    await pauseRotatingSecret(harness.ctx, { id });
    await removeKey(id);
    await harness.work();
    expect(await exposedOf(id)).toBe(1);
    await updateRotatingSecret(harness.ctx, { id, rotationIntervalSeconds: 30 * DAY });
    await rotateRotatingSecret(harness.ctx, { id, mode: "graceful" });
    await pauseRotatingSecret(harness.ctx, { id });
    await harness.work();
    expect(await exposedOf(id)).toBe(1);
    await resumeRotatingSecret(harness.ctx, { id, when: "keep_schedule" });
    await harness.work();
    expect((await reasons(id)).exposed).toEqual(["first_key", "key_removed"]);
  });

  it("after a failure keeps it too", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 20 * DAY });
    const fault = harness.simulator.state.addFault({
      kind: "status",
      status: 422,
      match: { ...MINTS, times: null },
    });
    await removeKey(id);
    await harness.work();
    expect(await harness.secret(id)).toMatchObject({ pauseReason: "failure", rotateReason: "key_removed" });
    harness.simulator.state.clearFaults(fault);
    await resumeRotatingSecret(harness.ctx, { id, when: "keep_schedule" });
    await harness.work();
    expect(await exposedOf(id)).toBe(2);
  });
});
