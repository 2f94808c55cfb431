/** What people read about the engine's own actions: events, failures and the log, with their details. */
import { beforeEach, describe, expect, it } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import { DAY, DELAY, failure, HOUR, leavingAccount } from "@/proof/harness/given";
import { claimsOf } from "@/proof/harness/claims";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { callProvider, callWithKey } from "./call";
import { expose } from "./expose";
import { noteFailure } from "./failure";
import { replaceRemoved } from "./key-findings";
import { markLost } from "./lost";
import { runMint } from "./mint";
import { recordMintFailure } from "./mint-failure";
import { quarantine } from "./quarantine";
import { recordLateAnswer } from "./save";
import { settle } from "./settle";
import { recordUse } from "./usage";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { minted } = claimsOf(() => p);

describe("a new key", () => {
  const detailOf = (wanted: string) => p.told.events.find(({ type }) => type === wanted)?.detail;

  it("says until when the previous one works", async () => {
    const claim = await minted();
    await p.credential("ACTIVE");
    await expose(p.engine, claim, { kind: "accepted" });
    expect(detailOf("credential.replaced")).toMatchObject({ revokeAt: p.at(DELAY).toISOString() });
    expect(detailOf("credential.exposed")).not.toHaveProperty("warning");
  });

  it("that nobody could check says so", async () => {
    await expose(p.engine, await minted(), { kind: "unclear", reason: "No route." });
    const warning = expect.stringMatching(
      /can't check from this server whether OpenAI accepts the new key. No route\.$/,
    ) as string;
    expect(detailOf("credential.exposed")).toMatchObject({ warning });
  });

  it("that is rejected, or about to expire, doesn't become current: the failure says which", async () => {
    const refused = await expose(p.engine, await minted(), { kind: "refused", reason: "Wrong key." });
    expect(refused).toMatchObject({
      failure: {
        message: expect.stringMatching(/rejected.*Wrong key\.$/) as unknown,
        leftBehind: { kind: "nothing" },
      },
    });
    expect(p.secretNow().lastFailureMessage).toMatch(/Wrong key/);
    const ended = await expose(p.engine, await minted({}, { keyExpiresAt: p.at(5) }), { kind: "accepted" });
    expect(ended).toMatchObject({
      failure: { message: expect.stringContaining("expires too soon") as unknown },
    });
  });

  it("of a superseded claim isn't this claim's", async () => {
    const claim = await minted();
    await p.change(claim.credential, { state: "ACTIVE" });
    await p.update({ fence: 3 });
    expect(await expose(p.engine, claim, { kind: "accepted" })).toEqual({ kind: "superseded" });
  });
});

describe("what went wrong", () => {
  const sending = async () => {
    await p.secret({ fence: 2, leaseUntil: p.at(60) });
    return await p.credential("SENDING", { sentAt: p.now(), nextCheckAt: p.at(45), fence: 2 });
  };
  const refusal = new ProviderError(
    "provider_rejected",
    "No.",
    { kind: "nothing" },
    {
      status: 400,
      requestId: "req_1",
    },
  );

  it.each([
    ["credential.mint_refused", refusal, { status: 400, requestId: "req_1" }],
    ["credential.outcome_unknown", failure("provider_unavailable", "unknown"), {}],
    ["credential.mint_incomplete", leavingAccount("sa_1"), {}],
  ] as const)("with a mint: %s has its code and the provider's text", async (type, error, more) => {
    const row = await sending();
    await recordMintFailure(p.engine, p.claim(row), error);
    const { serviceAccountName } = row;
    const detail = { serviceAccountName, code: error.code, message: error.message, ...more };
    expect(p.told.events.find((event) => event.type === type)?.detail).toEqual(detail);
  });

  it("with a settlement: its code, text and account, once", async () => {
    await p.secret();
    const row = await p.credential("REVOKING");
    await p.unit((unit) => noteFailure(unit, row, failure("provider_rejected")));
    await p.unit((unit) => noteFailure(unit, p.rowNow(row), failure("provider_rejected")));
    const { serviceAccountId } = row;
    const detail = { code: "provider_rejected", message: "provider_rejected", serviceAccountId };
    expect(p.told.events).toMatchObject([{ type: "credential.revoke_failed", detail }]);
  });

  it("with a worker: what happens to its request", async () => {
    const row = await sending();
    await p.unit((unit) => markLost(p.engine, unit, p.secretNow(), row));
    expect(p.told.events).toMatchObject([{ detail: { reason: "worker_stopped" } }]);
    expect(p.secretNow().lastFailureMessage).toMatch(/worker stopped.*mints a new key/);
  });

  it("with a mint that stalled: that nothing was created", async () => {
    const claim = p.claim(await sending());
    await p.pass(DAY);
    const outcome = await runMint(p.engine, claim);
    expect(outcome).toMatchObject({
      failure: { message: expect.stringContaining("Nothing was created") as unknown },
    });
    expect(p.calls()).toEqual([]);
  });

  it("inside Phase: the log has it, the row only refers to the log", async () => {
    await p.secret();
    const result = await callProvider(p.engine, p.rootNow(), () => Promise.reject(new Error("Odd.")));
    expect(result).toMatchObject({
      failure: {
        message: expect.stringContaining("The log has the details") as unknown,
        leftBehind: { kind: "nothing" },
      },
    });
    p.trouble.units = 1;
    const limited = failure("provider_rate_limited", "nothing", 9);
    await expect(callWithKey(p.engine, p.rootNow(), () => Promise.reject(limited))).rejects.toBe(limited);
    expect(p.told.logged.map(({ err }) => err?.message)).toEqual(["Odd.", "The database is away."]);
  });

  it("inside Phase before a mint's request: nothing was created, and the log has it", async () => {
    const claim = p.claim(await sending());
    p.trouble.units = 0;
    p.engine.providers.open = () => Promise.reject(new Error("Odd."));
    const outcome = await runMint(p.engine, claim);
    expect(outcome).toMatchObject({ kind: "failed", failure: { leftBehind: { kind: "nothing" } } });
    expect(p.rows()).toMatchObject([{ state: "FAILED" }]);
    expect(p.told.logged).toMatchObject([{ err: { message: "Odd." } }, { msg: "Rotation failed" }]);
  });
});

it("an account that is left alone says until when; a late response says whose it is", async () => {
  await p.secret();
  const row = await p.credential("UNKNOWN");
  await p.unit((unit) => recordLateAnswer(unit, row, "sa_late"));
  expect(p.told.events.at(-1)).toMatchObject({
    type: "credential.answered_late",
    detail: { serviceAccountId: "sa_late" },
  });
  const restored = await p.credential("UNKNOWN");
  await p.unit((unit) => quarantine(p.engine, unit, p.secretNow(), restored, "sa_old"));
  expect(p.told.events.find(({ type }) => type === "credential.quarantined")?.detail).toEqual({
    serviceAccountName: restored.serviceAccountName,
    serviceAccountId: "sa_old",
    revokeAt: p.rowNow(restored).revokeAt?.toISOString(),
  });
});

it("a previous key that is still used says when it was, and until when it works", async () => {
  await p.secret();
  const row = await p.credential("EXPIRING", { replacedAt: p.at(-3 * HOUR), revokeAt: p.at(HOUR) });
  await recordUse(p.engine, row, p.at(-60));
  expect(p.told.events.map(({ detail }) => detail)).toEqual([
    {
      serviceAccountName: row.serviceAccountName,
      lastUsedAt: p.at(-60).toISOString(),
      revokeAt: p.at(HOUR).toISOString(),
    },
  ]);
});

it.each([
  ["account_removed", /service account was removed at OpenAI/],
  ["key_refused", /no longer accepts the current key/],
  ["key_missing", /current key was deleted at OpenAI/],
] as const)("a current key that stopped working says what happened to it: %s", async (why, message) => {
  await p.secret();
  const row = await p.credential("ACTIVE");
  await p.unit((unit) => replaceRemoved(unit, p.secretNow(), row, why));
  expect(p.told.events[0]?.detail).toMatchObject({
    code: "key_removed",
    message: expect.stringMatching(message) as unknown,
  });
  expect(p.secretNow().lastFailureMessage).toMatch(message);
});

it("a settlement without an account, which should not exist, is named in the log", async () => {
  await p.secret();
  const { id } = await p.credential("REVOKING", { serviceAccountId: null, nextCheckAt: p.now() });
  await settle(p.engine, id);
  expect(p.told.logged).toMatchObject([
    { err: { message: "A credential to revoke has no service account." } },
    { msg: "Revocation failed", credentialId: id },
  ]);
});
