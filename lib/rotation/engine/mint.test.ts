/** One mint from claim to end: what is sent, what is saved, and what a stalled process may still do. */
import { beforeEach, describe, expect, it } from "vitest";
import { PROJECT, SECRET } from "@/proof/harness/given";
import { claimsOf, MINTED } from "@/proof/harness/claims";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { mintWhenDue, runMint } from "./mint";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { claimed } = claimsOf(() => p);

it("mints, verifies and exposes", async () => {
  await p.secret({ nextRotationAt: p.at(0), keyLifetimeSeconds: 99 });
  const outcome = await mintWhenDue(p.engine, SECRET);
  const [row] = p.rows();
  expect(outcome).toEqual({ kind: "exposed", credentialId: row?.id });
  expect(row).toMatchObject({
    state: "ACTIVE",
    serviceAccountId: "sa_new",
    keyId: "key_new",
    mintedAt: p.now(),
  });
  expect(row?.envelope).toMatch(/./);
  const request = { projectId: PROJECT, name: row?.serviceAccountName, keyLifetimeSeconds: 99 };
  expect(p.told.asked).toEqual([
    ["mint", request],
    ["verify", "sk-new", "GLOBAL"],
  ]);
  expect(p.told.turns).toEqual([12_000]);
});

it("does and asks nothing if nothing is due", async () => {
  await p.secret();
  expect(await mintWhenDue(p.engine, SECRET)).toEqual({ kind: "nothing" });
  expect(p.calls()).toEqual([]);
});

it("continues with a saved key without another request", async () => {
  await p.secret({ nextRotationAt: p.at(0) });
  const row = await p.credential("MINTED", { mintedAt: p.at(-5) });
  expect(await mintWhenDue(p.engine, SECRET)).toMatchObject({ kind: "exposed", credentialId: row.id });
  expect(p.told.asked).toEqual([["verify", `sk-${row.id.slice(-4)}`, "GLOBAL"]]);
});

describe("a process that stalled since its claim", () => {
  it.each([
    [26.9, ["mint", "verify"]],
    [27, ["mint", "verify"]],
    [27.1, []],
  ])("for %s s sends %j", async (seconds, calls) => {
    const claim = await claimed();
    await p.pass(seconds);
    const outcome = await runMint(p.engine, claim);
    expect(p.calls()).toEqual(calls);
    if (calls.length > 0) return;
    expect(outcome).toMatchObject({ kind: "failed", failure: { code: "internal" } });
    expect(p.rows()[0]?.state).toBe("FAILED");
  });
});

it("a sealed installation sends nothing, and the row says so", async () => {
  const claim = await claimed();
  p.seal.because = "This is a copy.";
  expect(await runMint(p.engine, claim)).toMatchObject({ kind: "failed", failure: { code: "sealed" } });
  expect(p.calls()).toEqual([]);
  expect(p.rows()[0]?.state).toBe("FAILED");
});

it("an undecryptable admin key makes no request, and the message names the key ring", async () => {
  p = await prepare({ envelope: "not an envelope" });
  const outcome = await runMint(p.engine, await claimed());
  expect(outcome).toMatchObject({
    failure: { code: "internal", message: expect.stringContaining("key ring") as unknown },
  });
  expect(p.calls()).toEqual([]);
  expect(p.told.errors).toEqual(["Mint failed before its request", "Rotation failed"]);
});

it("any other failure before the request is Phase's own", async () => {
  p.answers.mint = () => Promise.reject(new Error("a bug"));
  const outcome = await runMint(p.engine, await claimed());
  expect(outcome).toMatchObject({
    failure: { code: "internal", message: expect.stringContaining("log has the details") as unknown },
  });
});

it("a save that loses the row ends the mint without verification", async () => {
  const claim = await claimed();
  p.answers.mint = async () => {
    await p.change(claim.credential, { state: "UNKNOWN" });
    return MINTED;
  };
  expect(await runMint(p.engine, claim)).toEqual({ kind: "superseded" });
  expect(p.calls()).toEqual(["mint"]);
});
