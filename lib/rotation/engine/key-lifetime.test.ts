import { afterAll, beforeAll, expect, it } from "vitest";
import { createRotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { updateRotatingSecret } from "../commands/update-rotating-secret";
import { type Harness, startHarness } from "@/proof/harness/harness";

const HOUR = 3_600;
const DAY = 86_400;

/** An organisation whose policy requires keys to expire within a month. */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  harness.simulator.state.configure({ maxKeyLifetimeSeconds: 30 * DAY }, harness.openAiOrganisation);
});
afterAll(() => harness.stop());

const cadence = { rotationIntervalSeconds: 20 * DAY, revocationDelaySeconds: 2 * DAY };
const config = (keyLifetimeSeconds?: number) => ({
  projectId: harness.projectId,
  nameTemplate: "phase-rs-{id}",
  keyLifetimeSeconds,
});

async function secondsToNext(id: string): Promise<number> {
  const [active] = (await harness.credentials(id)).filter(({ state }) => state === "ACTIVE");
  const next = (await harness.secret(id)).nextRotationAt;
  return (next.getTime() - (active?.exposedAt?.getTime() ?? 0)) / 1000;
}

it("is what a refused mint asks for", async () => {
  const creation = harness.create({ ...cadence, config: config() });
  await expect(creation).rejects.toMatchObject({
    code: "provider_policy_refused",
    message: expect.stringContaining("Set a key lifetime") as string,
    details: { issues: [{ path: "config.keyLifetimeSeconds" }] },
  });
  expect(harness.accounts()).toEqual([]);
});

it("is set for each key, and each key is replaced before it expires", async () => {
  const { id, config: shown } = await harness.create({ ...cadence, config: config(25 * DAY) });
  expect(shown.keyLifetimeSeconds).toBe(25 * DAY);
  await harness.elapse(id, 20 * DAY);
  await harness.work();
  for (const { keyExpiresAt } of await harness.credentials(id)) {
    expect(Math.abs(Number(keyExpiresAt) - Date.now() - 25 * DAY * 1000)).toBeLessThan(60_000);
  }
  // The series continues from the planned time, which a worker always follows with a small delay.
  expect(Math.abs((await secondsToNext(id)) - 20 * DAY)).toBeLessThan(60);
});

it("limits the schedule of a key that already expires, whatever the interval becomes", async () => {
  const { id } = await harness.create({ ...cadence, config: config(25 * DAY) });
  await updateRotatingSecret(harness.ctx, {
    id,
    rotationIntervalSeconds: 27 * DAY,
    config: { keyLifetimeSeconds: 30 * DAY },
  });
  // The current key expires after 25 days.
  expect(Math.abs((await secondsToNext(id)) - (23 * DAY - HOUR))).toBeLessThan(60);
  await updateRotatingSecret(harness.ctx, { id, revocationDelaySeconds: DAY });
  expect(Math.abs((await secondsToNext(id)) - (24 * DAY - HOUR))).toBeLessThan(60);
});

it("must be longer than interval and delay together", async () => {
  const { id } = await harness.create({ ...cadence, config: config(25 * DAY) });
  const issue = { path: "config.keyLifetimeSeconds" };
  const shorter = updateRotatingSecret(harness.ctx, { id, config: { keyLifetimeSeconds: 22 * DAY } });
  await expect(shorter).rejects.toMatchObject({ code: "invalid_input", details: { issues: [issue] } });
  const slower = updateRotatingSecret(harness.ctx, { id, rotationIntervalSeconds: 24 * DAY });
  await expect(slower).rejects.toMatchObject({ code: "invalid_input" });

  const body = {
    name: "OpenAI",
    provider: "openai",
    thirdPartyCredentialId: harness.root.id,
    outputs: { api_key: "KEY" },
    ...cadence,
  };
  const parsed = createRotatingSecretSchema.safeParse({ ...body, config: config(22 * DAY + HOUR - 1) });
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([["config", "keyLifetimeSeconds"]]);
  expect(createRotatingSecretSchema.safeParse({ ...body, config: config(22 * DAY + HOUR) }).success).toBe(
    true,
  );
});
