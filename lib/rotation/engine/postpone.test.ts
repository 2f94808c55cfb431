/** A settlement that failed, row by row, and what happens to the others when the provider was away. */
import { beforeEach, describe, expect, it } from "vitest";
import { failure, HOUR } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
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

describe("a settlement that fails", () => {
  const failing = async (code: Parameters<typeof failure>[0], row: Row = {}, retryAfter?: number) => {
    const before = await settlement(row);
    p.answers.revoke = () => Promise.reject(failure(code, "nothing", retryAfter));
    await settle(p.engine, before.id);
    return p.rowNow(before);
  };
  const waits = ({ nextCheckAt }: { nextCheckAt: Date | null }) =>
    (Number(nextCheckAt) - Number(p.now())) / 1000;

  it("waits longer and longer, an hour at most", async () => {
    expect(waits(await failing("provider_rejected", { failureCount: 3 }))).toBe(40);
    p = await prepare();
    expect(waits(await failing("provider_rejected", { failureCount: 30 }))).toBe(3_600);
  });

  it("waits until the provider's pause is over", async () => {
    const row = await failing("provider_rate_limited", {}, 300);
    expect(p.rootNow().parkedUntil).toEqual(p.at(300));
    expect(waits(row)).toBe(300);
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 300 }]);
  });

  it("waits for its own time if the pause is over sooner", async () => {
    expect(waits(await failing("provider_rate_limited", { failureCount: 6 }, 10))).toBe(320);
  });

  it("is no failure if its admin key is parked: no call is made", async () => {
    const before = await settlement({ failureCount: 2 });
    await p.park(90);
    await settle(p.engine, before.id);
    expect(p.calls()).toEqual([]);
    expect(p.rowNow(before)).toMatchObject({ failureCount: 2, leaseUntil: null, nextCheckAt: p.at(90) });
    expect(p.told.settles).toEqual([{ id: before.id, inSeconds: 90 }]);
    expect(p.told.events).toEqual([]);
  });

  it("is no failure if the refused admin key was replaced meanwhile", async () => {
    const before = await settlement();
    p.answers.revoke = () => {
      p.memory.replaceAdminKey(p.rootNow().id, p.rootNow().envelope);
      return Promise.reject(failure("provider_auth_failed"));
    };
    await settle(p.engine, before.id);
    expect(p.rowNow(before)).toMatchObject({ failureCount: 0, leaseUntil: null, nextCheckAt: p.now() });
    expect(p.told.settles).toEqual([{ id: before.id, inSeconds: 0 }]);
  });

  it("counts if the admin key was replaced, but the failure isn't about it", async () => {
    const before = await settlement();
    p.answers.revoke = () => {
      p.memory.replaceAdminKey(p.rootNow().id, p.rootNow().envelope);
      return Promise.reject(failure("provider_rejected"));
    };
    await settle(p.engine, before.id);
    expect(p.rowNow(before).failureCount).toBe(1);
  });

  it("marks the admin key as invalid after the second refusal, and is reported once", async () => {
    await failing("provider_auth_failed");
    expect(p.rootNow().status).toBe("valid");
    expect(p.eventTypes()).toEqual(["credential.revoke_failed"]);
    p = await prepare();
    await failing("provider_auth_failed", { failureCount: 1, lastFailureCode: "provider_auth_failed" });
    expect(p.rootNow().status).toBe("invalid");
    expect(p.told.events).toEqual([]);
  });

  it("is reported again if it fails differently", async () => {
    await failing("provider_auth_failed", { failureCount: 1, lastFailureCode: "provider_rejected" });
    expect(p.rootNow().status).toBe("valid");
    expect(p.eventTypes()).toEqual(["credential.revoke_failed"]);
  });
});

describe("while the provider is away", () => {
  const away = { failureCount: 20, lastFailureCode: "provider_unavailable" };
  const tryOne = async (code: Parameters<typeof failure>[0] = "provider_unavailable") => {
    const row = await settlement(away);
    p.answers.revoke = () => Promise.reject(failure(code));
    return row;
  };
  const waits = (row: { id: string }) => (Number(p.rowNow(row).nextCheckAt) - Number(p.now())) / 1000;

  it("one settlement is attempted every minute", async () => {
    const row = await tryOne();
    await p.credential("REVOKING", { ...away, nextCheckAt: p.at(61) });
    await settle(p.engine, row.id);
    expect(waits(row)).toBe(60);
  });

  it("the others wait while that one is attempted", async () => {
    const row = await tryOne();
    await p.credential("REVOKING", { ...away, nextCheckAt: p.at(60) });
    await settle(p.engine, row.id);
    expect(waits(row)).toBe(3_600);
  });

  it("no other failure is a probe", async () => {
    const row = await tryOne("provider_rejected");
    await settle(p.engine, row.id);
    expect(waits(row)).toBe(3_600);
  });
});

describe("when the provider responds again", () => {
  const away = { failureCount: 5, lastFailureCode: "provider_unavailable" };

  it("what waited for it is due immediately, except what is attempted in seconds anyway", async () => {
    const row = await settlement(away);
    const waiting = await p.credential("REVOKING", { ...away, nextCheckAt: p.at(HOUR) });
    const next = await p.credential("REVOKING", { ...away, nextCheckAt: p.at(11) });
    const soon = await p.credential("UNKNOWN", { ...away, nextCheckAt: p.at(10) });
    const other = await p.credential("REVOKING", {
      failureCount: 5,
      lastFailureCode: "internal",
      nextCheckAt: p.at(HOUR),
    });
    await settle(p.engine, row.id);
    expect(p.rowNow(waiting).nextCheckAt).toEqual(p.now());
    expect(p.rowNow(soon).nextCheckAt).toEqual(p.at(10));
    expect(p.rowNow(other).nextCheckAt).toEqual(p.at(HOUR));
    expect(p.told.settles).toEqual([next, waiting].map(({ id }) => ({ id, inSeconds: 0 })));
  });

  it("also with a refusal", async () => {
    const row = await settlement(away);
    const waiting = await p.credential("REVOKING", { ...away, nextCheckAt: p.at(HOUR) });
    p.answers.revoke = () => Promise.reject(failure("provider_rejected"));
    await settle(p.engine, row.id);
    expect(p.rowNow(waiting).nextCheckAt).toEqual(p.now());
  });

  it.each([
    ["goes on failing", away, "provider_unavailable" as const],
    ["was not away", { failureCount: 5, lastFailureCode: "internal" }, null],
    ["has had no failure", { failureCount: 0, lastFailureCode: "provider_unavailable" }, null],
  ])("nothing else is moved if it %s", async (_, row, code) => {
    const before = await settlement(row);
    const waiting = await p.credential("REVOKING", { ...away, nextCheckAt: p.at(HOUR) });
    if (code !== null) p.answers.revoke = () => Promise.reject(failure(code));
    await settle(p.engine, before.id);
    expect(p.rowNow(waiting).nextCheckAt).toEqual(p.at(HOUR));
  });

  it("a running delay is waited for, a finished one ends", async () => {
    const row = await settlement(away);
    const early = await p.credential("EXPIRING", { ...away, revokeAt: p.at(100), nextCheckAt: p.at(HOUR) });
    const over = await p.credential("EXPIRING", { ...away, revokeAt: p.at(-9), nextCheckAt: p.at(HOUR) });
    const unknown = await p.credential("UNKNOWN", { ...away, revokeAt: p.at(100), nextCheckAt: p.at(HOUR) });
    await settle(p.engine, row.id);
    expect(p.rowNow(early).nextCheckAt).toEqual(p.at(100));
    expect(p.rowNow(over).nextCheckAt).toEqual(p.now());
    expect(p.rowNow(unknown).nextCheckAt).toEqual(p.now());
    expect(p.told.settles).toContainEqual({ id: early.id, inSeconds: 100 });
  });

  it.each([
    ["somebody else moved", { nextCheckAt: null }, null],
    ["is due by now", { nextCheckAt: 0 }, 0],
    ["is paid by now", { state: "REVOKED" as const }, HOUR],
  ])("%s is left alone", async (_, change, expected) => {
    const row = await settlement(away);
    const waiting = await p.credential("REVOKING", { ...away, nextCheckAt: p.at(HOUR) });
    const { inUnit } = p.store;
    let units = 0;
    const store = {
      ...p.store,
      // The lease, the record, the search. Then someone else comes first.
      inUnit: async <Result>(work: Parameters<typeof inUnit<Result>>[0]) => {
        if (++units === 4) {
          const nextCheckAt =
            "nextCheckAt" in change && change.nextCheckAt !== null ? p.at(change.nextCheckAt) : null;
          await p.change(waiting, "state" in change ? change : { nextCheckAt });
        }
        return await inUnit(work);
      },
    };
    await settle({ ...p.engine, store }, row.id);
    expect(units).toBe(4);
    expect(p.rowNow(waiting).nextCheckAt).toEqual(expected === null ? null : p.at(expected));
    expect(p.told.settles).toEqual([]);
  });
});
