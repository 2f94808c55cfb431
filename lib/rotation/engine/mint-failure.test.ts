/** What a mint without a key leaves behind, and what its schedule does then. */
import { beforeEach, describe, expect, it } from "vitest";
import { failure, HOUR, INTERVAL, leavingAccount, SECRET } from "@/proof/harness/given";
import { claimsOf } from "@/proof/harness/claims";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { runMint } from "./mint";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { claimed } = claimsOf(() => p);

describe("a mint without a key", () => {
  it("created nothing", async () => {
    p.answers.mint = () => Promise.reject(failure("provider_policy_refused"));
    const claim = await claimed();
    await runMint(p.engine, claim);
    expect(p.rows()[0]).toMatchObject({
      state: "FAILED",
      failureCount: 1,
      lastFailureCode: "provider_policy_refused",
      nextCheckAt: null,
    });
    // 5 s, spread by the secret's id.
    const { retryAt, leaseUntil, failureCount } = p.secretNow();
    expect({ leaseUntil, failureCount }).toEqual({ leaseUntil: null, failureCount: 1 });
    expect(Number(retryAt) - Number(p.now())).toBeGreaterThanOrEqual(2_500);
    expect(Number(retryAt) - Number(p.now())).toBeLessThanOrEqual(7_500);
    expect(p.told.mints).toHaveLength(1);
    const { serviceAccountName } = claim.credential;
    const [code, message] = ["provider_policy_refused", "provider_policy_refused"];
    expect(p.told.events[0]?.detail).toStrictEqual({ serviceAccountName, code, message });
  });

  it("whose rows are gone has failed anyway", async () => {
    p.answers.mint = () => Promise.reject(failure("provider_rejected"));
    const claim = await claimed();
    const id = "00000000-0000-7000-8000-00000000eeee";
    for (const gone of [
      { ...claim, secretId: id },
      { ...claim, credential: { ...claim.credential, id } },
    ])
      expect(await runMint(p.engine, gone)).toMatchObject({ kind: "failed" });
    expect(p.rowNow(claim.credential)).toEqual(claim.credential);
  });

  it("may have created an account: it is searched for, and the next mint waits for that", async () => {
    p.answers.mint = () => Promise.reject(failure("provider_unavailable", "unknown"));
    const claim = await claimed();
    await runMint(p.engine, claim);
    expect(p.rows()[0]).toMatchObject({
      state: "UNKNOWN",
      nextCheckAt: p.at(45),
      watchUntil: p.at(24 * HOUR),
      failureCount: 0,
      lastFailureCode: "provider_unavailable",
    });
    expect(p.told.settles).toEqual([{ id: claim.credential.id, inSeconds: 45 }]);
  });

  it("created an account without a key: it must be revoked immediately", async () => {
    p.answers.mint = () => Promise.reject(leavingAccount("sa_bare"));
    const claim = await claimed();
    await runMint(p.engine, claim);
    expect(p.rows()[0]).toMatchObject({
      state: "REVOKING",
      serviceAccountId: "sa_bare",
      nextCheckAt: p.now(),
      failureCount: 0,
    });
    expect(p.told.settles).toEqual([{ id: claim.credential.id, inSeconds: 0 }]);
  });

  it("created an account after its row was given up: it must be revoked too", async () => {
    await p.secret();
    const row = await p.credential("UNKNOWN");
    p.answers.mint = () => Promise.reject(leavingAccount("sa_bare"));
    await runMint(p.engine, p.claim(row));
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", serviceAccountId: "sa_bare" });
  });

  it("says nothing about a row that was given up", async () => {
    await p.secret();
    const row = await p.credential("UNKNOWN");
    p.answers.mint = () => Promise.reject(failure("provider_unavailable", "unknown"));
    await runMint(p.engine, p.claim(row));
    expect(p.rowNow(row)).toEqual(row);
  });

  it("records the provider's response", async () => {
    p.answers.mint = () =>
      Promise.reject(
        Object.assign(failure("provider_rejected"), { details: { status: 422, requestId: "req_1" } }),
      );
    await runMint(p.engine, await claimed());
    expect(p.told.events[0]).toMatchObject({
      detail: { status: 422, requestId: "req_1", code: "provider_rejected" },
    });
  });

  it("leaves the schedule to the worker that has the lease by now", async () => {
    const claim = await claimed();
    await p.update({ fence: 3, leaseUntil: p.at(30) });
    p.answers.mint = () => Promise.reject(failure("provider_rejected"));
    await runMint(p.engine, claim);
    expect(p.rows()[0]?.state).toBe("FAILED");
    expect(p.secretNow()).toMatchObject({ leaseUntil: p.at(30), failureCount: 0, pauseReason: null });
  });

  it("releases the lease of a deleted secret, which has no schedule any more", async () => {
    const claim = await claimed();
    await p.update({ deletedAt: p.at(-1) });
    p.answers.mint = () => Promise.reject(failure("provider_rejected"));
    await runMint(p.engine, claim);
    expect(p.secretNow()).toMatchObject({
      leaseUntil: null,
      failureCount: 0,
      pauseReason: null,
      retryAt: null,
    });
    expect(p.told.mints).toEqual([]);
  });
});

describe("a refusal pauses", () => {
  const refuse = async (
    patch: Parameters<Prepared["secret"]>[0] = {},
    code: Parameters<typeof failure>[0] = "provider_auth_failed",
  ) => {
    const claim = await claimed();
    await p.update(patch);
    p.answers.mint = () => Promise.reject(failure(code));
    await runMint(p.engine, claim);
  };
  const twice = { failureCount: 1, lastFailureCode: "provider_auth_failed" };

  it("after it occurred twice, a minute apart", async () => {
    await refuse();
    expect(p.secretNow()).toMatchObject({ pauseReason: null, retryAt: p.at(60), failureCount: 1 });
    expect(p.rootNow().status).toBe("valid");
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 60 }]);
  });

  it("then immediately, and the admin key shows it", async () => {
    await refuse({ ...twice, rotateRequestedAt: p.at(0), rotateReason: "operator", retryAt: p.at(0) });
    expect(p.secretNow()).toMatchObject({
      pauseReason: "failure",
      pausedAt: p.now(),
      retryAt: null,
      rotateRequestedAt: null,
      rotateReason: null,
      failureCount: 2,
      leaseUntil: null,
    });
    expect(p.rootNow()).toMatchObject({ status: "invalid", lastFailureMessage: "provider_auth_failed" });
    expect(p.eventTypes()).toEqual(["credential.mint_refused", "rotating_secret.paused"]);
    expect(p.told.mints).toEqual([]);
  });

  it("only for the same refusal twice in a row", async () => {
    await refuse({ failureCount: 0, lastFailureCode: "provider_auth_failed" });
    expect(p.secretNow().pauseReason).toBeNull();
    p = await prepare();
    await refuse({ failureCount: 1, lastFailureCode: "provider_scope_missing" });
    expect(p.secretNow().pauseReason).toBeNull();
  });

  it("a manual pause stays, and nobody is notified again", async () => {
    const pausedAt = p.at(-HOUR);
    await refuse({ ...twice, pauseReason: "manual", pausedAt });
    expect(p.secretNow()).toMatchObject({ pauseReason: "manual", pausedAt, failureCount: 2 });
    expect(p.eventTypes()).toEqual(["credential.mint_refused"]);
  });

  it("after a rejection immediately, which says nothing about the admin key", async () => {
    await refuse({}, "provider_rejected");
    expect(p.secretNow().pauseReason).toBe("failure");
    expect(p.rootNow().status).toBe("valid");
  });
});

describe("a failure is not counted, and the mint is retried", () => {
  it("if the refused admin key was replaced meanwhile", async () => {
    const claim = await claimed();
    p.memory.replaceAdminKey(claim.root.id, claim.root.envelope);
    await p.update({ failureCount: 1, lastFailureCode: "provider_auth_failed" });
    p.answers.mint = () => Promise.reject(failure("provider_auth_failed"));
    await runMint(p.engine, claim);
    expect(p.secretNow()).toMatchObject({
      pauseReason: null,
      failureCount: 1,
      leaseUntil: null,
      retryAt: p.now(),
    });
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 0 }]);
    expect(p.rootNow().status).toBe("valid");
  });

  it("if the secret has another project by now", async () => {
    const claim = await claimed();
    await p.update({ projectId: "proj_b" });
    p.answers.mint = () => Promise.reject(failure("project_not_found"));
    await runMint(p.engine, claim);
    expect(p.secretNow()).toMatchObject({ failureCount: 0, retryAt: p.now() });
  });

  it("if the secret has another admin key by now", async () => {
    const claim = await claimed();
    await p.update({ thirdPartyCredentialId: "00000000-0000-7000-8000-0000000000cd" });
    p.answers.mint = () => Promise.reject(failure("provider_rejected"));
    await runMint(p.engine, claim);
    expect(p.secretNow()).toMatchObject({ failureCount: 0, pauseReason: null, retryAt: p.now() });
  });

  it("but an outage counts, whatever was edited meanwhile", async () => {
    const claim = await claimed();
    await p.update({ projectId: "proj_b" });
    p.answers.mint = () => Promise.reject(failure("provider_unavailable"));
    await runMint(p.engine, claim);
    expect(p.secretNow().failureCount).toBe(1);
  });

  it("if the admin key is parked: nothing is sent before then", async () => {
    const claim = await claimed();
    await p.park(90);
    await runMint(p.engine, claim);
    expect(p.calls()).toEqual([]);
    expect(p.secretNow()).toMatchObject({ failureCount: 0, leaseUntil: null, retryAt: p.at(90) });
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 90 }]);
  });
});

it("a response 429 postpones the next attempt until then", async () => {
  const claim = await claimed();
  p.answers.mint = () => Promise.reject(failure("provider_rate_limited", "nothing", 300));
  await runMint(p.engine, claim);
  expect(p.rootNow().parkedUntil).toEqual(p.at(300));
  expect(p.secretNow()).toMatchObject({ failureCount: 1, retryAt: p.at(300) });
});

it("a response 429 with a shorter pause than the schedule's changes nothing", async () => {
  const claim = await claimed();
  await p.update({ failureCount: 9 });
  p.answers.mint = () => Promise.reject(failure("provider_rate_limited", "nothing", 10));
  await runMint(p.engine, claim);
  expect(Number(p.secretNow().retryAt)).toBeGreaterThan(Number(p.at(600)));
});

describe("after many failures the next attempt comes", () => {
  const failing = async (patch: Parameters<Prepared["secret"]>[0]) => {
    const claim = await claimed();
    await p.update({ failureCount: 30, ...patch });
    p.answers.mint = () => Promise.reject(failure("provider_unavailable"));
    await runMint(p.engine, claim);
    return (Number(p.secretNow().retryAt) - Number(p.now())) / 1000;
  };

  it("within the interval, if that is short", async () => {
    expect(await failing({ rotationIntervalSeconds: 100 })).toBe(100);
  });

  it("within about an hour and a half, if it is long", async () => {
    expect(await failing({ rotationIntervalSeconds: INTERVAL })).toBeGreaterThan(1_800);
  });

  it("within a minute, if someone requested it", async () => {
    expect(await failing({ rotateRequestedAt: p.at(0) })).toBe(60);
    p = await prepare();
    expect(await failing({ rotateRequestedAt: p.at(0), rotationIntervalSeconds: 10 })).toBe(10);
  });
});
