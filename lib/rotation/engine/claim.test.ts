/** What a mint wake-up does, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { DELAY, HOUR, INTERVAL, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { claimMint } from "./claim";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

const claim = () => p.store.inUnit((unit) => claimMint(p.engine, unit, SECRET));
const due = (patch: Parameters<Prepared["secret"]>[0] = {}) =>
  p.secret({ nextRotationAt: p.at(0), lastEpoch: 5n, ...patch });
const states = () => p.rows().map(({ state }) => state);

describe("nothing is minted", () => {
  it("for a secret that does not exist", async () => {
    expect(await claim()).toBeNull();
  });

  it.each([
    ["deleted", () => due({ deletedAt: p.at(-1) })],
    ["deleted, with a saved key", () => due({ deletedAt: p.at(-1) }).then(() => p.credential("MINTED"))],
    ["leased", () => due({ leaseUntil: p.at(1) })],
    ["not due", () => due({ nextRotationAt: p.at(1) })],
    ["paused", () => due({ pauseReason: "manual" })],
    ["waiting for its retry", () => due({ retryAt: p.at(1) })],
  ])("for one that is %s", async (_, arrange) => {
    await arrange();
    const before = states();
    expect(await claim()).toBeNull();
    expect(states()).toEqual(before);
    expect(p.told.mints).toEqual([]);
  });
});

it("a due mint writes its intent, its fence and its lease before anything leaves", async () => {
  const before = await due({ fence: 3, leaseUntil: p.at(0) });
  const claimed = await claim();
  expect(claimed).toMatchObject({ kind: "send", claim: { fence: 4, urgency: "usual", complete: null } });
  expect(p.secretNow()).toMatchObject({ fence: 4, leaseUntil: p.at(60) });
  expect(p.secretNow().lastEpoch).toBe(BigInt(p.now().getTime() / 1000));
  const [row] = p.rows();
  expect(row).toMatchObject({
    state: "SENDING",
    fence: 4,
    sentAt: p.now(),
    nextCheckAt: p.at(45),
    reason: "first_key",
    projectId: before.projectId,
    projectResidency: "GLOBAL",
  });
  expect(row?.serviceAccountName).toBe(`phase-rs-${SECRET}-${p.now().getTime() / 1000}`);
  expect(p.told.settles).toEqual([{ id: row?.id, inSeconds: 45 }]);
  expect(p.told.events).toMatchObject([
    { type: "credential.mint_started", actor: "system:worker", detail: { reason: "first_key" } },
  ]);
});

it("a requested rotation is urgent", async () => {
  await due({ rotateRequestedAt: p.at(-1), rotateReason: "operator" });
  expect(await claim()).toMatchObject({ claim: { urgency: "urgent" } });
});

it.each([
  ["since it was planned", () => ({ nextRotationAt: p.at(-90) }), 90],
  [
    "since someone asked for it",
    () => ({ nextRotationAt: p.at(HOUR), rotateRequestedAt: p.at(-5), rotateReason: "operator" as const }),
    5,
  ],
  ["not at all where it is due only now", () => ({ nextRotationAt: p.at(0) }), 0],
])("a claim says how late its key is: %s", async (_, patch, lateSeconds) => {
  await due(patch());
  expect(await claim()).toMatchObject({ claim: { lateSeconds } });
});

describe("a saved key", () => {
  it("isn't late if it isn't due yet", async () => {
    await due({ nextRotationAt: p.at(HOUR) });
    await p.credential("MINTED", { mintedAt: p.at(-60) });
    expect(await claim()).toMatchObject({ kind: "resume", claim: { lateSeconds: null } });
  });

  it("is continued by the next worker, with a new fence and lease", async () => {
    await due({ fence: 3 });
    const row = await p.credential("MINTED", { mintedAt: p.at(-599), nextCheckAt: p.at(-1) });
    expect(await claim()).toMatchObject({ kind: "resume", claim: { fence: 4, credential: { id: row.id } } });
    expect(p.secretNow()).toMatchObject({ fence: 4, leaseUntil: p.at(60) });
    expect(p.rowNow(row)).toMatchObject({ state: "MINTED", nextCheckAt: p.at(60) });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 60 }]);
  });

  it("is continued if its creation time is unknown", async () => {
    await due();
    await p.credential("MINTED", { mintedAt: null });
    expect(await claim()).toMatchObject({ kind: "resume" });
  });

  it("that couldn't become current for ten minutes is given up, and another one minted", async () => {
    await due();
    const row = await p.credential("MINTED", {
      mintedAt: p.at(-600),
      nextCheckAt: p.at(-1),
      failureCount: 2,
    });
    expect(await claim()).toMatchObject({ kind: "send" });
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", nextCheckAt: p.now(), failureCount: 0 });
    expect(p.told.settles[0]).toEqual({ id: row.id, inSeconds: 0 });
  });

  it.each([
    ["was forgotten for ten minutes", { nextCheckAt: -601, revokeAt: null }],
    ["is doubted", { nextCheckAt: 0, revokeAt: 0 }],
  ])("that %s is left alone, and nothing is minted in this unit", async (_, { nextCheckAt, revokeAt }) => {
    await due();
    const row = await p.credential("MINTED", {
      mintedAt: p.at(-HOUR),
      nextCheckAt: p.at(nextCheckAt),
      revokeAt: revokeAt === null ? null : p.at(revokeAt),
    });
    expect(await claim()).toBeNull();
    expect(p.rowNow(row)).toMatchObject({ state: "EXPIRING", serviceAccountId: row.serviceAccountId });
    expect(p.secretNow().rotateReason).toBe("unknown_account");
  });

  it("that is doubted becomes current anyway while it is fresh", async () => {
    await due();
    await p.credential("MINTED", { mintedAt: p.at(-599), revokeAt: p.at(0) });
    expect(await claim()).toMatchObject({ kind: "resume" });
  });
});

it("a request whose worker is gone is marked before the next one is sent, which waits for the first search", async () => {
  await due({ fence: 7 });
  const row = await p.credential("SENDING", { sentAt: p.at(-20), nextCheckAt: p.at(25), fence: 7 });
  expect(await claim()).toBeNull();
  expect(p.rowNow(row).state).toBe("UNKNOWN");
  expect(states()).toEqual(["UNKNOWN"]);
  expect(p.secretNow().retryAt).toEqual(p.at(25));
  expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 25 }]);
});

describe("a mint waits", () => {
  it("while the provider has asked for a pause", async () => {
    await due();
    await p.park(90);
    expect(await claim()).toBeNull();
    expect(states()).toEqual([]);
    expect(p.secretNow().retryAt).toEqual(p.at(90));
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 90 }]);
  });

  it("until each request with an unknown outcome was searched for once", async () => {
    await due();
    await p.credential("UNKNOWN", { sentAt: p.at(-HOUR) });
    await p.credential("UNKNOWN", { sentAt: p.at(-5) });
    expect(await claim()).toBeNull();
    expect(p.secretNow().retryAt).toEqual(p.at(40));
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 40 }]);
  });

  it("no longer than that", async () => {
    await due();
    await p.park(0);
    await p.credential("UNKNOWN", { sentAt: p.at(-45) });
    expect(await claim()).toMatchObject({ kind: "send" });
  });
});

it("says of the exposed key why it is replaced", async () => {
  await p.secret({ nextRotationAt: p.at(0) });
  await p.credential("ACTIVE", { exposedAt: p.at(-INTERVAL), keyExpiresAt: p.at(DELAY) });
  await claim();
  expect(p.rows()[1]?.reason).toBe("key_end");
});
