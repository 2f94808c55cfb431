import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allowanceOf, resumeSeconds } from "../core/schedule";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { mintWhenDue } from "./mint";
import { settle } from "./settle";

let harness: Harness;
let id: string;

beforeAll(async () => {
  harness = await startHarness();
  id = (await harness.create()).id;
});
afterAll(() => harness.stop());

/** As if a burst of calls had just been made. */
async function useUpAllowance(): Promise<void> {
  const { spacingSeconds, burst } = allowanceOf(harness.ctx.settings.timing);
  const pacedUntil = new Date(Date.now() + spacingSeconds * (burst + 30) * 1000);
  await harness.db.thirdPartyCredential.update({ where: { id: harness.root.id }, data: { pacedUntil } });
}

const turn = (allowance: { spacingSeconds: number; burst: number }, mostMs = 0) =>
  harness.ctx.store.takeCall(harness.root.id, allowance, mostMs);

describe("an admin key's allowance", () => {
  beforeEach(() =>
    harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null, parkedUntil: null } }),
  );

  it("lets a burst through, then says when there is room again", async () => {
    const allowance = { spacingSeconds: 60, burst: 3 };
    for (let call = 0; call < 3; call++)
      expect(await turn(allowance)).toEqual({ isGranted: true, isParked: false, inMs: 0 });
    const refused = await turn(allowance);
    expect(refused).toMatchObject({ isGranted: false, isParked: false });
    expect(Math.round(refused.inMs / 1000)).toBe(60);
    const queued = await turn(allowance, 90_000);
    expect(queued.isGranted).toBe(true);
    expect(Math.round(queued.inMs / 1000)).toBe(60);
  });

  it("holds for ten concurrent takers", async () => {
    const allowance = { spacingSeconds: 0.2, burst: 20 };
    const began = performance.now();
    let granted = 0;
    let asked = 0;
    const take = async () => {
      while (performance.now() - began < 2_000) {
        if ((await turn(allowance)).isGranted) granted += 1;
        asked += 1;
      }
    };
    await Promise.all(Array.from({ length: 10 }, take));
    const seconds = (performance.now() - began) / 1000;
    expect(asked).toBeGreaterThan(100);
    expect(granted).toBeLessThanOrEqual(allowance.burst + seconds / allowance.spacingSeconds + 1);
    expect(granted).toBeGreaterThanOrEqual(allowance.burst + 2 / allowance.spacingSeconds - 2);
  });

  it("is waited for where another transaction holds the row", async () => {
    const { db, root } = harness;
    let waited: Promise<unknown> = Promise.resolve();
    let isOver = false;
    await db.$transaction(async (tx) => {
      await tx.thirdPartyCredential.update({ where: { id: root.id }, data: { pacedUntil: new Date(0) } });
      waited = turn({ spacingSeconds: 60, burst: 1 }).then(() => (isOver = true));
      await untilWaiting(db);
      expect(isOver).toBe(false);
    });
    await waited;
    expect((await turn({ spacingSeconds: 60, burst: 1 })).isGranted).toBe(false);
  });
});

/** Until a statement waits for a lock. */
async function untilWaiting(db: Harness["db"]): Promise<void> {
  for (;;) {
    const [row] = await db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND database =
        (SELECT oid FROM pg_database WHERE datname = current_database()) OR (NOT granted AND locktype = 'transactionid')`;
    if ((row?.waiting ?? 0) > 0) return;
  }
}

it("postpones a scheduled mint and a revocation without a failure; a requested rotation goes ahead, counted", async () => {
  await harness.elapse(id, 3_600);
  await useUpAllowance();
  expect(await mintWhenDue(harness.ctx, id)).toMatchObject({ kind: "failed" });
  const put = await harness.secret(id);
  expect(put.retryAt?.getTime()).toBeGreaterThan(Date.now());
  expect(put).toMatchObject({ failureCount: 0, lastFailureCode: null, pauseReason: null });

  await harness.db.rotatingSecret.update({
    where: { id },
    data: { rotateRequestedAt: new Date(), retryAt: null },
  });
  const before = await pacedUntil();
  expect(await mintWhenDue(harness.ctx, id)).toMatchObject({ kind: "exposed" });
  expect(await pacedUntil()).toBeGreaterThan(before);

  await harness.elapse(id, 601);
  await useUpAllowance();
  const [old] = await harness.credentials(id);
  await settle(harness.ctx, old?.id ?? "");
  const [waiting] = await harness.credentials(id);
  expect(waiting).toMatchObject({ state: "REVOKING", failureCount: 0, leaseUntil: null });
  expect(waiting?.nextCheckAt?.getTime()).toBeGreaterThan(Date.now());
  await harness.elapse(id, 20);
  await harness.work();
  expect((await harness.credentials(id))[0]?.state).toBe("REVOKED");
});

const pacedUntil = async () => {
  const { pacedUntil } = await harness.db.thirdPartyCredential.findUniqueOrThrow({
    where: { id: harness.root.id },
  });
  return pacedUntil?.getTime() ?? 0;
};

it("gives up a saved key that can't be decrypted, and mints another", async () => {
  const { db } = harness;
  await harness.elapse(id, 3_600);
  await mintWhenDue(harness.ctx, id);
  const [old, stuck] = (await harness.credentials(id)).slice(-2);
  await db.mintedCredential.update({
    where: { id: stuck?.id ?? "" },
    data: { state: "MINTED", envelope: "damaged", exposedAt: null, nextCheckAt: new Date() },
  });
  await db.mintedCredential.update({
    where: { id: old?.id ?? "" },
    data: { state: "ACTIVE", replacedAt: null, revokeAt: null, nextCheckAt: null },
  });
  await expect(mintWhenDue(harness.ctx, id)).rejects.toThrow();
  expect(harness.accounts()).toContain(stuck?.serviceAccountName);

  await harness.elapse(id, Math.max(resumeSeconds(harness.ctx.settings.timing), 3_600));
  // A running worker has returned to it whenever a lease had ended.
  await db.mintedCredential.update({ where: { id: stuck?.id ?? "" }, data: { nextCheckAt: new Date() } });
  await harness.work();
  const states = Object.fromEntries((await harness.credentials(id)).map((row) => [row.id, row.state]));
  expect(states[stuck?.id ?? ""]).toBe("REVOKED");
  expect(states[old?.id ?? ""]).toBe("EXPIRING");
  expect(Object.values(states).filter((state) => state === "ACTIVE")).toHaveLength(1);
});
