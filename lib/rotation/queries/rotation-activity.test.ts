import { aCredential } from "@/proof/harness/builders";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { rotationActivity } from "./rotation-activity";

const NOON = new Date("2026-03-31T12:00:00Z");
const DAY_MS = 86_400_000;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

function daysBefore(days: number): Date {
  return new Date(NOON.getTime() - days * DAY_MS);
}

test("counts keys that became current and mints that came to nothing, each on its own day", async () => {
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

test("a token for other environments counts nothing", async () => {
  await harness.create();
  const elsewhere = await rotationActivity(
    {
      ...harness.ctx,
      actor: {
        kind: "token",
        organisationId: harness.ctx.actor.organisationId,
        tokenId: harness.environmentId,
        name: "elsewhere",
        scopes: ["secrets:read"],
        environmentIds: ["00000000-0000-7000-8000-000000000000"],
        expiresAt: null,
        answersTo: null,
      },
    },
    new Date(),
  );
  expect(elsewhere.every(({ rotations }) => rotations === 0)).toBe(true);
});
