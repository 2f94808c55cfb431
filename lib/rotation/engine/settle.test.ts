/** What one wake-up does for one credential, row by row. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, DELAY, PROJECT, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { markLost } from "./lost";
import { revokeCredential } from "./revoke";
import { settle } from "./settle";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

type Row = Parameters<Prepared["credential"]>[1];
const settlement = async (row: Row = {}) => {
  await p.secret();
  return await p.credential("REVOKING", { nextCheckAt: p.at(0), ...row });
};

describe("nothing is done", () => {
  it("for a credential that does not exist", async () => {
    await settle(p.engine, "00000000-0000-7000-8000-00000000eeee");
    expect(p.calls()).toEqual([]);
  });

  it.each([
    ["planned for nothing", () => ({ nextCheckAt: null })],
    ["not due", () => ({ nextCheckAt: p.at(1) })],
    ["leased", () => ({ leaseUntil: p.at(1) })],
  ])("for an outstanding revocation that is %s", async (_, row) => {
    const before = await settlement(row());
    await settle(p.engine, before.id);
    expect(p.calls()).toEqual([]);
    expect(p.rowNow(before)).toEqual(before);
  });

  it.each(["ACTIVE", "REVOKED", "FAILED", "DISCARDED"] as const)("for one that is %s", async (state) => {
    await p.secret();
    const before = await p.credential(state, { nextCheckAt: p.at(0) });
    await settle(p.engine, before.id);
    expect(p.calls()).toEqual([]);
    expect(p.rowNow(before)).toEqual(before);
  });
});

describe("an outstanding revocation", () => {
  it("is leased, completed and confirmed, and its key deleted", async () => {
    const row = await settlement({ leaseUntil: p.at(0), failureCount: 3, lastFailureCode: "internal" });
    p.answers.revoke = async () => {
      expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", leaseUntil: p.at(60) });
      return Promise.resolve("project_archived");
    };
    await settle(p.engine, row.id);
    expect(p.told.asked).toEqual([
      ["revoke", { projectId: PROJECT, serviceAccountId: row.serviceAccountId }],
    ]);
    expect(p.rowNow(row)).toMatchObject({
      state: "REVOKED",
      revokedAt: p.now(),
      nextCheckAt: null,
      envelope: null,
      failureCount: 0,
      leaseUntil: null,
    });
    expect(p.told.events).toMatchObject([{ detail: { confirmation: "project_archived" } }]);
  });

  it("whose delay has only just ended is still leased for its call", async () => {
    await p.secret();
    const row = await p.credential("EXPIRING", {
      replacedAt: p.at(-DELAY),
      revokeAt: p.at(0),
      nextCheckAt: p.at(0),
    });
    p.answers.revoke = () => {
      expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", leaseUntil: p.at(60) });
      return Promise.resolve("gone");
    };
    await settle(p.engine, row.id);
    expect(p.rowNow(row).state).toBe("REVOKED");
  });

  it.each([
    ["since the end of its delay", () => p.at(-90), 90],
    ["unknown if it had no delay", () => null, null],
  ])("is counted once it is revoked, with its lateness: %s", async (_, revokeAt, lateSeconds) => {
    const row = await settlement({ revokeAt: revokeAt() });
    const counted = vi.spyOn(p.engine.metrics, "revoked");
    await settle(p.engine, row.id);
    expect(counted.mock.calls).toEqual([[{ outcome: "revoked" }, lateSeconds]]);
  });

  it("that can't be confirmed is kept and reported", async () => {
    const row = await settlement();
    p.answers.revoke = () => Promise.resolve("unconfirmed");
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({
      state: "REVOKING",
      failureCount: 1,
      lastFailureCode: "provider_rejected",
      nextCheckAt: p.at(5),
      leaseUntil: null,
    });
    expect(p.rowNow(row).lastFailureMessage).toMatch(/another OpenAI organisation/);
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 5 }]);
    expect(p.told.events).toMatchObject([{ type: "credential.revoke_failed" }]);
  });

  it("without an account is a bug, and makes no call", async () => {
    const row = await settlement({ serviceAccountId: null });
    await settle(p.engine, row.id);
    expect(p.calls()).toEqual([]);
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", lastFailureCode: "internal" });
    expect(p.told.errors).toEqual(["A provider call failed inside Phase", "Revocation failed"]);
  });

  it("that someone forgot during the call stays forgotten", async () => {
    const row = await settlement();
    p.answers.revoke = async () => {
      await p.change(row, { state: "DISCARDED" });
      return "gone";
    };
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state: "DISCARDED", revokedAt: null });
    expect(p.told.events).toEqual([]);
  });

  it("whose secret no longer exists is ignored", async () => {
    const row = await settlement();
    const outcome = await revokeCredential(p.engine, {
      credential: { ...row, rotatingSecretId: "00000000-0000-7000-8000-00000000eeee" },
      root: p.rootNow(),
    });
    expect(outcome.ok).toBe(true);
    await revokeCredential(p.engine, {
      credential: { ...row, id: "00000000-0000-7000-8000-00000000eeee" },
      root: p.rootNow(),
    });
    expect(p.rowNow(row).state).toBe("REVOKING");
  });
});

describe("a request without a response", () => {
  it("is marked as lost when its time is over", async () => {
    await p.secret({ fence: 4, leaseUntil: p.at(15), failureCount: 1 });
    const row = await p.credential("SENDING", { sentAt: p.at(-45), nextCheckAt: p.at(0), fence: 4 });
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({
      state: "UNKNOWN",
      nextCheckAt: p.now(),
      watchUntil: p.at(DAY - 45),
      checks: 0,
      cleanListings: 0,
      revokeAt: null,
    });
    expect(p.secretNow()).toMatchObject({
      leaseUntil: null,
      retryAt: p.now(),
      failureCount: 2,
      lastFailureAt: p.now(),
      lastFailureCode: "internal",
    });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 0 }]);
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 0 }]);
    expect(p.told.events).toMatchObject([
      { type: "credential.outcome_unknown", detail: { reason: "worker_stopped" } },
    ]);
    expect(p.calls()).toEqual([]);
  });

  it.each([
    ["another worker has the lease", { fence: 5 }],
    ["the secret was deleted", { fence: 4, deletedAt: new Date(0) }],
  ])("leaves the schedule alone if %s", async (_, secret) => {
    const before = await p.secret({ ...secret, leaseUntil: p.at(30) });
    const row = await p.credential("SENDING", { sentAt: p.at(-45), nextCheckAt: p.at(0), fence: 4 });
    await settle(p.engine, row.id);
    expect(p.rowNow(row).state).toBe("UNKNOWN");
    expect(p.secretNow()).toEqual(before);
    expect(p.told.mints).toEqual([]);
  });

  it("that was overlooked for ten minutes is doubted", async () => {
    await p.secret();
    const row = await p.credential("SENDING", { sentAt: p.at(-700), nextCheckAt: p.at(-601) });
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state: "UNKNOWN", revokeAt: p.at(DAY) });
  });

  it("is marked once: the second worker changes nothing", async () => {
    const before = await p.secret();
    const row = await p.credential("SENDING", { nextCheckAt: p.at(0) });
    await p.change(row, { state: "MINTED" });
    await p.unit((unit) => markLost(p.engine, unit, p.secretNow(), row));
    expect(p.rowNow(row).state).toBe("MINTED");
    expect(p.secretNow()).toEqual(before);
    expect([p.told.settles, p.told.mints, p.told.events]).toEqual([[], [], []]);
  });
});

describe("a saved key", () => {
  it("becomes current if its worker didn't get to it", async () => {
    await p.secret({ nextRotationAt: p.at(0) });
    const row = await p.credential("MINTED", { mintedAt: p.at(-60), nextCheckAt: p.at(0) });
    await settle(p.engine, row.id);
    expect(p.rowNow(row).state).toBe("ACTIVE");
  });

  it("of a deleted secret is revoked", async () => {
    await p.secret({ deletedAt: p.at(-1) });
    const row = await p.credential("MINTED", { nextCheckAt: p.at(0) });
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now() });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 0 }]);
    expect(p.calls()).toEqual([]);
  });
});
