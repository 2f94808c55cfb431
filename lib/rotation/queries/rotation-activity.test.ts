import { v7 as uuidv7 } from "uuid";
import { aCredential } from "@/proof/harness/builders";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { countRotations } from "./count-rotations";
import { rotationActivity } from "./rotation-activity";

const NOON = new Date("2026-03-31T12:00:00Z");
const DAY_MS = 86_400_000;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.db.instance.create({ data: { instanceId: uuidv7(), canary: "-" } });
});
afterAll(() => harness.stop());

const daysBeforeNow = (days: number) => new Date(Date.now() - days * DAY_MS);

function daysBefore(days: number): Date {
  return new Date(NOON.getTime() - days * DAY_MS);
}

test("counts keys that became current and mints that failed, each on its own day", async () => {
  const secret = await harness.create();
  const { db } = harness;
  await db.mintedCredential.updateMany({
    where: { rotatingSecretId: secret.id },
    data: { sentAt: daysBefore(29), exposedAt: daysBefore(29) },
  });
  const owner = { rotatingSecretId: secret.id, thirdPartyCredentialId: harness.root.id };
  const attempt = (sentAt: Date, rest: Parameters<typeof aCredential>[1]) =>
    aCredential(owner, { sentAt, state: "REVOKED", ...rest });
  await db.mintedCredential.createMany({
    data: [
      attempt(NOON, { exposedAt: NOON }),
      attempt(daysBefore(1), { state: "FAILED" }),
      attempt(daysBefore(1), { state: "UNKNOWN" }),
      attempt(NOON, { state: "SENDING" }),
      attempt(daysBefore(30), { exposedAt: daysBefore(30) }),
    ],
  });

  const activity = await rotationActivity(harness.ctx, NOON);

  expect(activity).toHaveLength(30);
  expect(activity.filter(({ rotations, failures }) => rotations + failures > 0)).toEqual([
    { day: "2026-03-02", rotations: 1, failures: 0 },
    { day: "2026-03-30", rotations: 0, failures: 2 },
    { day: "2026-03-31", rotations: 1, failures: 0 },
  ]);
});

test("counts a rotation once, before and after it is summed, and running ones meanwhile", async () => {
  const secret = await harness.create();
  const { db } = harness;
  await db.mintedCredential.deleteMany({ where: { rotatingSecretId: { not: secret.id } } });
  const [{ now = new Date() } = {}] = await db.$queryRaw<{ now?: Date }[]>`SELECT now()`;
  const owner = { rotatingSecretId: secret.id, thirdPartyCredentialId: harness.root.id };
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const idAt = (at: Date) => uuidv7({ msecs: at.getTime() });
  const attempt = (sentAt: Date, rest: Parameters<typeof aCredential>[1]) =>
    aCredential(owner, { id: idAt(sentAt), sentAt, ...rest });
  const slow = attempt(hoursAgo(30), { state: "SENDING" });
  await db.mintedCredential.createMany({
    data: [
      attempt(hoursAgo(80), { state: "REVOKED", exposedAt: hoursAgo(80) }),
      attempt(hoursAgo(54), { state: "FAILED" }),
      slow,
      attempt(hoursAgo(27), { state: "REVOKED", exposedAt: hoursAgo(27) }),
      attempt(hoursAgo(26), { state: "UNKNOWN" }),
    ],
  });
  const countedTo = async () => (await db.instance.findFirstOrThrow()).rotationsCountedTo?.getTime();
  const shown = async () =>
    (await rotationActivity(harness.ctx, now)).filter(({ rotations, failures }) => rotations + failures > 0);

  const before = await shown();
  await countRotations(db);
  expect(await countedTo()).toBe(slow.sentAt instanceof Date ? slow.sentAt.getTime() : 0);
  expect(await shown()).toEqual(before);

  await db.mintedCredential.update({ where: { id: slow.id }, data: { state: "FAILED" } });
  const [failedBefore, failedNow] = [before, await shown()].map((days) =>
    days.reduce((sum, { failures }) => sum + failures, 0),
  );
  expect([failedBefore, failedNow]).toEqual([2, 3]);
  const all = await shown();
  await Promise.all([countRotations(db), countRotations(db)]);
  expect(await shown()).toEqual(all);
  expect(await countedTo()).toBeGreaterThan(hoursAgo(1).getTime());
  await countRotations(db);
  expect(await shown()).toEqual(all);
});

test("days outside the range are deleted", async () => {
  const { db } = harness;
  const { organisationId } = harness.ctx.actor;
  const day = new Date(Date.now() - 40 * DAY_MS);
  await db.rotationDay.create({ data: { organisationId, day, rotations: 1, failures: 0 } });
  await db.instance.updateMany({ data: { rotationsCountedTo: null } });
  await countRotations(db);
  expect(await db.rotationDay.count({ where: { day: { lt: daysBeforeNow(30) } } })).toBe(0);
});

test("a token counts what it can see: for other environments or other keys nothing", async () => {
  await harness.create();
  await countRotations(harness.db);
  const ofToken = async (environmentIds: string[], keys: string[]) => {
    const { organisationId } = harness.ctx.actor;
    const token = { kind: "token", organisationId, tokenId: harness.environmentId, name: "ci" } as const;
    const actor = { ...token, scopes: [], environmentIds, keys, expiresAt: null, answersTo: null };
    const days = await rotationActivity({ ...harness.ctx, actor }, new Date());
    return days.reduce((sum, { rotations }) => sum + rotations, 0);
  };
  expect(await ofToken([], [])).toBeGreaterThan(0);
  // A deleted rotating secret has no keys left, so a token with limits to keys can't see its rotations.
  expect(await ofToken([], ["*"])).toBeGreaterThan(0);
  expect(await ofToken([], ["OTHER_*"])).toBe(0);
  expect(await ofToken(["00000000-0000-7000-8000-000000000000"], [])).toBe(0);
});
