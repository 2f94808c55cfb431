/** The switch from the current key to the new one, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, DELAY, HOUR, INTERVAL, SECRET } from "@/proof/harness/given";
import { claimsOf } from "@/proof/harness/claims";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { expose } from "./expose";
import type { Trial } from "./verify";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { minted } = claimsOf(() => p);

const ACCEPTED: Trial = { kind: "accepted" };

describe("the switch is retried", () => {
  it("after up to five failures of the database, but no more", async () => {
    const claim = await minted();
    p.trouble.units = 5;
    expect(await expose(p.engine, claim, ACCEPTED)).toMatchObject({ kind: "exposed" });
    expect(p.told.slept).toEqual([200, 400, 800, 1600, 3200]);
  });

  it("and left to the next worker after six", async () => {
    const claim = await minted();
    p.trouble.units = 6;
    await expect(expose(p.engine, claim, ACCEPTED)).rejects.toThrow("The database is away.");
    expect(p.trouble.units).toBe(0);
    expect(p.rowNow(claim.credential).state).toBe("MINTED");
  });

  it("and done once, if the first attempt was committed and its response lost", async () => {
    const claim = await minted();
    Object.assign(p.trouble, { units: 1, isCommitted: true });
    const outcome = await expose(p.engine, claim, ACCEPTED);
    expect(outcome).toEqual({ kind: "exposed", credentialId: claim.credential.id });
    expect(p.eventTypes()).toEqual(["credential.exposed"]);
  });

  it("but not of a secret that is being created: a person waits for the answer", async () => {
    const claim = await minted({ deletedAt: p.at(-1) }, {}, { complete: () => Promise.resolve() });
    p.trouble.units = 1;
    await expect(expose(p.engine, claim, ACCEPTED)).rejects.toThrow("The database is away.");
    expect(p.told.slept).toEqual([]);
  });
});

describe("the switch", () => {
  it("makes the new key current and begins the previous one's delay, in one unit", async () => {
    const claim = await minted({
      failureCount: 3,
      lastFailureCode: "internal",
      retryAt: p.at(0),
      rotateRequestedAt: p.at(-5),
      rotateReason: "operator",
    });
    const old = await p.credential("ACTIVE", { failureCount: 2 });
    const outcome = await expose(p.engine, claim, ACCEPTED);
    expect(outcome).toEqual({ kind: "exposed", credentialId: claim.credential.id });
    expect(p.rowNow(claim.credential)).toMatchObject({
      state: "ACTIVE",
      exposedAt: p.now(),
      revokeAt: null,
      nextCheckAt: null,
    });
    expect(p.rowNow(old)).toMatchObject({
      state: "EXPIRING",
      replacedAt: p.now(),
      revokeAt: p.at(DELAY),
      nextCheckAt: p.at(DELAY),
      failureCount: 0,
    });
    expect(p.secretNow()).toMatchObject({
      failureCount: 0,
      lastFailureCode: null,
      retryAt: null,
      rotateRequestedAt: null,
      rotateReason: null,
      leaseUntil: null,
      nextRotationAt: p.at(HOUR),
    });
    expect(p.told.settles).toEqual([{ id: old.id, inSeconds: DELAY }]);
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: HOUR }]);
    expect(p.eventTypes()).toEqual(["credential.replaced", "credential.exposed"]);
  });

  it("keeps its series of times, and starts a new one if a person requested it", async () => {
    const late = await minted({ nextRotationAt: p.at(-HOUR) });
    await expose(p.engine, late, ACCEPTED);
    expect(p.secretNow().nextRotationAt).toEqual(p.at(INTERVAL - HOUR));
    p = await prepare();
    const asked = await minted({ nextRotationAt: p.at(-HOUR) }, { reason: "operator" });
    await expose(p.engine, asked, ACCEPTED);
    expect(p.secretNow().nextRotationAt).toEqual(p.at(INTERVAL));
  });

  it("an expiring key gets its successor before", async () => {
    const claim = await minted(
      { rotationIntervalSeconds: 30 * DAY, nextRotationAt: p.at(30 * DAY) },
      { keyExpiresAt: p.at(10 * DAY) },
    );
    await expose(p.engine, claim, ACCEPTED);
    expect(p.secretNow().nextRotationAt).toEqual(p.at(10 * DAY - DELAY - HOUR));
    expect(p.told.events[0]).toMatchObject({ detail: { keyExpiresAt: p.at(10 * DAY).toISOString() } });
  });

  it("a manual pause stays, and plans no mint", async () => {
    const claim = await minted({ pauseReason: "manual", pausedAt: p.at(-1) });
    await expose(p.engine, claim, ACCEPTED);
    expect(p.secretNow()).toMatchObject({ pauseReason: "manual", pausedAt: p.at(-1) });
    expect(p.told.mints).toEqual([]);
    expect(p.eventTypes()).toEqual(["credential.exposed"]);
  });

  it("a pause after a failure ends with the failure, and is reported", async () => {
    const claim = await minted({ pauseReason: "failure", pausedAt: p.at(-1) });
    await expose(p.engine, claim, ACCEPTED);
    expect(p.secretNow()).toMatchObject({ pauseReason: null, pausedAt: null });
    expect(p.told.mints).toHaveLength(1);
    expect(p.eventTypes()).toEqual(["credential.exposed", "rotating_secret.recovered"]);
  });

  it("warns if OpenAI couldn't be asked", async () => {
    const claim = await minted();
    await expose(p.engine, claim, { kind: "unclear", reason: "No answer." });
    expect(p.told.events[0]).toMatchObject({
      detail: { warning: expect.stringContaining("No answer.") as unknown },
    });
    p = await prepare();
    await expose(p.engine, await minted(), ACCEPTED);
    expect(p.told.events[0]?.detail).not.toHaveProperty("warning");
  });

  it("break-glass: every other key must be revoked immediately, in whatever state", async () => {
    const claim = await minted({ breakGlassRequestedAt: p.at(-5), rotateRequestedAt: p.at(-5) });
    const active = await p.credential("ACTIVE");
    const expiring = await p.credential("EXPIRING", { revokeAt: p.at(DELAY), nextCheckAt: p.at(DELAY) });
    const revoking = await p.credential("REVOKING", { nextCheckAt: p.at(HOUR) });
    const unknown = await p.credential("UNKNOWN", { nextCheckAt: p.at(HOUR), revokeAt: p.at(DAY) });
    await expose(p.engine, claim, ACCEPTED);
    expect(p.rowNow(active)).toMatchObject({ state: "REVOKING", revokeAt: p.now(), nextCheckAt: p.now() });
    expect(p.rowNow(expiring)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now() });
    expect(p.rowNow(revoking)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now() });
    expect(p.rowNow(unknown)).toMatchObject({ state: "UNKNOWN", nextCheckAt: p.now(), revokeAt: null });
    // One wake-up for all existing settlements. The worker finds the others by their rows.
    expect(new Set(p.told.settles.map(({ id }) => id))).toEqual(
      new Set([active.id, expiring.id, revoking.id]),
    );
    expect(p.told.settles.every(({ inSeconds }) => inSeconds === 0)).toBe(true);
    expect(p.secretNow().breakGlassRequestedAt).toBeNull();
  });

  it("break-glass wakes nobody if nothing else is outstanding", async () => {
    await expose(p.engine, await minted({ breakGlassRequestedAt: p.at(-5) }), ACCEPTED);
    expect(p.told.settles).toEqual([]);
  });

  it("otherwise they keep their times", async () => {
    const claim = await minted();
    const expiring = await p.credential("EXPIRING", { revokeAt: p.at(DELAY), nextCheckAt: p.at(DELAY) });
    await expose(p.engine, claim, ACCEPTED);
    expect(p.rowNow(expiring)).toEqual(expiring);
  });
});

describe("is not made", () => {
  it("by a worker that lost the lease", async () => {
    const claim = await minted({}, {}, { fence: 1 });
    expect(await expose(p.engine, claim, ACCEPTED)).toEqual({ kind: "superseded" });
    expect(p.rowNow(claim.credential)).toEqual(claim.credential);
  });

  it("for a row that has moved on", async () => {
    const claim = await minted();
    await p.change(claim.credential, { state: "REVOKING" });
    expect(await expose(p.engine, claim, ACCEPTED)).toEqual({ kind: "superseded" });
    expect(p.rowNow(claim.credential).state).toBe("REVOKING");
  });

  it("for a deleted secret: the account must be revoked", async () => {
    const claim = await minted({ deletedAt: p.at(-1) });
    expect(await expose(p.engine, claim, ACCEPTED)).toEqual({ kind: "superseded" });
    expect(p.rowNow(claim.credential)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now() });
    expect(p.told.settles).toEqual([{ id: claim.credential.id, inSeconds: 0 }]);
  });

  it("except for one that is being created, together with what completes it", async () => {
    const completed: string[] = [];
    const complete = () => Promise.resolve(void completed.push("complete"));
    const claim = await minted({ deletedAt: p.at(-1) }, {}, { complete });
    expect(await expose(p.engine, claim, ACCEPTED)).toMatchObject({ kind: "exposed" });
    expect(completed).toEqual(["complete"]);
  });

  it("with a key that OpenAI rejects: it must be revoked, and the current one stays", async () => {
    const claim = await minted();
    const old = await p.credential("ACTIVE");
    const outcome = await expose(p.engine, claim, { kind: "refused", reason: "No such key." });
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "key_not_accepted" } });
    expect(p.rowNow(claim.credential)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now() });
    expect(p.rowNow(old)).toEqual(old);
    expect(p.secretNow()).toMatchObject({
      failureCount: 1,
      lastFailureCode: "key_not_accepted",
      leaseUntil: null,
    });
    expect(p.secretNow().retryAt).not.toBeNull();
    expect(p.told.settles).toEqual([{ id: claim.credential.id, inSeconds: 0 }]);
  });

  it("with a key that OpenAI rejects, for a secret that is being created: it has no schedule", async () => {
    const claim = await minted(
      { deletedAt: p.at(-1) },
      {},
      { complete: () => Promise.reject(new Error("no")) },
    );
    expect(await expose(p.engine, claim, { kind: "refused", reason: "No." })).toMatchObject({
      kind: "failed",
    });
    expect(p.secretNow()).toMatchObject({ failureCount: 0, retryAt: null });
    expect(p.rowNow(claim.credential).state).toBe("REVOKING");
  });

  it.each([
    [60, "REVOKING"],
    [61, "ACTIVE"],
  ])("with a key that ends in %s s: %s", async (seconds, state) => {
    const claim = await minted({}, { keyExpiresAt: p.at(seconds) });
    await expose(p.engine, claim, ACCEPTED);
    expect(p.rowNow(claim.credential).state).toBe(state);
  });

  it("for rows that are gone", async () => {
    const claim = await minted();
    const gone = {
      ...claim,
      credential: { ...claim.credential, id: "00000000-0000-7000-8000-00000000eeee" },
    };
    await expect(expose(p.engine, gone, ACCEPTED)).rejects.toThrow("rows of a running mint");
    await expect(expose(p.engine, { ...claim, secretId: "x" }, ACCEPTED)).rejects.toThrow(
      "rows of a running mint",
    );
  });
});
