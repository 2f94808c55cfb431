import { afterAll, beforeAll, expect, it } from "vitest";
import { rotateRotatingSecret } from "../commands/rotate-rotating-secret";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const DAY = 86_400;

it("one settlement per admin key is attempted every minute, and its response makes the others due", async () => {
  const input = { revocationDelaySeconds: 0, rotationIntervalSeconds: DAY };
  const ids: string[] = [];
  for (let nth = 0; nth < 4; nth++) ids.push((await harness.create(input)).id);
  const fault = harness.simulator.state.addFault({
    kind: "status",
    status: 503,
    match: { method: "DELETE", times: null },
  });
  const passAll = async (seconds: number) => {
    for (const id of ids) await harness.elapse(id, seconds);
    await harness.work();
  };
  await passAll(DAY);
  const owed = { where: { rotatingSecretId: { in: ids }, state: "REVOKING" } } as const;
  for (let minute = 0; minute < 20; minute++) {
    const before = await harness.db.mintedCredential.aggregate({ ...owed, _sum: { failureCount: true } });
    await passAll(60);
    const after = await harness.db.mintedCredential.aggregate({ ...owed, _sum: { failureCount: true } });
    expect(after._sum.failureCount).toBeGreaterThan(before._sum.failureCount ?? 0);
  }
  // The others have waited longer and longer.
  const soon = new Date(Date.now() + 61_000);
  const due = await harness.db.mintedCredential.count({
    where: { ...owed.where, nextCheckAt: { lt: soon } },
  });
  expect(due).toBeLessThan(ids.length);
  harness.simulator.state.clearFaults(fault);
  await passAll(60);
  for (const id of ids)
    expect((await harness.credentials(id)).map(({ state }) => state)).toEqual(["REVOKED", "ACTIVE"]);
});

it("break-glass revocations become due immediately too, whatever their delay", async () => {
  const { simulator, ctx } = harness;
  const input = { revocationDelaySeconds: DAY / 2, rotationIntervalSeconds: DAY };
  const ids: string[] = [];
  for (let nth = 0; nth < 4; nth++) ids.push((await harness.create(input)).id);
  const passAll = async (seconds: number) => {
    for (const id of ids) await harness.elapse(id, seconds);
    await harness.work();
  };
  await passAll(DAY);
  const fault = simulator.state.addFault({
    kind: "status",
    status: 503,
    match: { method: "DELETE", times: null },
  });
  for (const id of ids) await rotateRotatingSecret(ctx, { id, mode: "break_glass" });
  for (let minute = 0; minute < 20; minute++) await passAll(60);
  simulator.state.clearFaults(fault);
  await passAll(60);
  for (const id of ids)
    expect((await harness.credentials(id)).map(({ state }) => state)).toEqual([
      "REVOKED",
      "REVOKED",
      "ACTIVE",
    ]);
});
