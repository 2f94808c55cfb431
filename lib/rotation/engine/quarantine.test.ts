/** A backup made in the middle of a mint: the key has become current since, and nothing in the backup says so. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseRotatingSecret } from "../commands/pause-rotating-secret";
import { revokeCredential } from "../commands/revoke-credential";
import { rotateRotatingSecret } from "../commands/rotate-rotating-secret";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const HOUR = 3_600;
const DAY = 24 * HOUR;

const states = async (id: string) => (await harness.credentials(id)).map(({ state }) => state);

/** Rotates once, then restores the rows to a state in the middle of that, some seconds ago. */
async function restoreMidMint(state: "SENDING" | "MINTED", seconds: number) {
  const { db } = harness;
  const { id } = await harness.create({ rotationIntervalSeconds: 30 * DAY });
  await harness.elapse(id, 30 * DAY);
  const before = await harness.secret(id);
  await harness.work();
  const [old, current] = await harness.credentials(id);
  await db.mintedCredential.update({
    where: { id: current?.id ?? "" },
    data: {
      state,
      exposedAt: null,
      nextCheckAt: current?.sentAt ?? null,
      ...(state === "SENDING" ? { serviceAccountId: null, keyId: null, envelope: null, mintedAt: null } : {}),
    },
  });
  await db.mintedCredential.update({
    where: { id: old?.id ?? "" },
    data: { state: "ACTIVE", replacedAt: null, revokeAt: null, nextCheckAt: null },
  });
  const { nextRotationAt } = before;
  await db.rotatingSecret.update({ where: { id }, data: { nextRotationAt, leaseUntil: null } });
  await harness.elapse(id, seconds);
  return { id, name: current?.serviceAccountName ?? "" };
}

describe.each(["SENDING", "MINTED"] as const)("restored with a row in %s", (state) => {
  it("its account lives out the quarantine, and a new key comes first", async () => {
    const { id, name } = await restoreMidMint(state, 5 * HOUR);
    await harness.work();
    expect(await states(id)).toEqual(["EXPIRING", "EXPIRING", "ACTIVE"]);
    await harness.elapse(id, DAY - 60);
    await harness.work();
    expect(harness.accounts()).toContain(name);
    await harness.elapse(id, 120);
    await harness.work();
    expect(harness.accounts()).not.toContain(name);
    expect(await states(id)).toEqual(["REVOKED", "REVOKED", "ACTIVE"]);
  });

  it("paused by hand: its account lives, and nothing is minted", async () => {
    const { id, name } = await restoreMidMint(state, 5 * HOUR);
    await pauseRotatingSecret(harness.ctx, { id });
    await harness.work();
    expect(await states(id)).toEqual(["ACTIVE", "EXPIRING"]);
    expect(harness.accounts()).toContain(name);
    expect((await harness.secret(id)).rotateReason).toBe("unknown_account");
  });

  it("break-glass ends the quarantine", async () => {
    const { id, name } = await restoreMidMint(state, 5 * HOUR);
    await rotateRotatingSecret(harness.ctx, { id, mode: "break_glass" });
    await harness.work();
    expect(harness.accounts()).not.toContain(name);
  });
});

it("a row that a worker handles in time is no such case: its account is deleted immediately", async () => {
  const { id, name } = await restoreMidMint("SENDING", 500);
  await harness.work();
  expect(harness.accounts()).not.toContain(name);
  expect(await states(id)).toEqual(["EXPIRING", "UNKNOWN", "ACTIVE"]);
});

it("revoked by hand before it can be searched for: deleted as soon as it is found", async () => {
  const { id, name } = await restoreMidMint("SENDING", 5 * HOUR);
  const { state: provider } = harness.simulator;
  const listing = { method: "GET", pathPattern: "/service_accounts$", times: null };
  const fault = provider.addFault({ kind: "status", status: 503, match: listing });
  await harness.work();
  const [, lost] = await harness.credentials(id);
  expect(lost).toMatchObject({ state: "UNKNOWN" });
  provider.clearFaults(fault);
  await revokeCredential(harness.ctx, { id, credentialId: lost?.id ?? "" });
  await harness.work();
  expect(harness.accounts()).not.toContain(name);
});
