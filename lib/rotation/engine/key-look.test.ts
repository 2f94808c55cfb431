/** One check of a project's keys: which are checked directly, what is recorded, and when the next check is. */
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, failure, HOUR, PROJECT, ROOT, WATCH_INTERVAL } from "@/proof/harness/given";
import { looksOf } from "@/proof/harness/looks";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { lookAtKeys } from "./key-look";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});
const { take, exposed, list, refuse, unclear, nextLook, planned } = looksOf(() => p);

const keyOf = ({ keyId }: { keyId: string | null }) => ({ id: keyId ?? "" });

describe("a key that is listed", () => {
  it("is fine, and the next check is in the project's own series", async () => {
    list(keyOf(await exposed()));
    expect(await take()).toBe(true);
    expect(p.calls()).toEqual(["listKeys"]);
    expect(nextLook()).toEqual(planned());
  });

  it("is checked directly if current keys are few", async () => {
    const row = await exposed();
    list(keyOf(row));
    await take(1);
    expect(p.told.asked.slice(1)).toEqual([["verify", `sk-${row.id.slice(-4)}`, "GLOBAL"]]);
  });

  it("is asked itself once in so many looks where exposed keys are many, however late one of them comes", async () => {
    list(keyOf(await exposed()));
    for (const lateSeconds of [1, WATCH_INTERVAL - 1]) {
      await p.pass((Number(planned()) - Number(p.now())) / 1000 + lateSeconds);
      await take(600);
    }
    expect(p.calls().filter((call) => call === "verify")).toHaveLength(1);
  });

  it.each([
    [299, 0],
    [300, 1],
  ])("used %s s ago, with checks 600 s apart, is checked %s times", async (ago, times) => {
    list({ ...keyOf(await exposed()), lastUsedAt: p.at(-ago) });
    await take(1);
    expect(p.calls().filter((call) => call === "verify")).toHaveLength(times);
  });

  it.each([0, -1])("that expires in %s s is checked", async (seconds) => {
    list({ ...keyOf(await exposed()), expiresAt: p.at(seconds) });
    await take();
    expect(p.calls()).toEqual(["listKeys", "verify"]);
  });

  it("that expires later is not checked; the expiry is saved", async () => {
    const row = await exposed();
    list({ ...keyOf(row), expiresAt: p.at(DAY) });
    await take();
    expect(p.calls()).toEqual(["listKeys"]);
    expect(p.rowNow(row).keyExpiresAt).toEqual(p.at(DAY));
  });

  it("without an expiry removes none", async () => {
    const row = await exposed({ keyExpiresAt: p.at(DAY) });
    list(keyOf(row));
    await take();
    expect(p.rowNow(row).keyExpiresAt).toEqual(p.at(DAY));
    expect(p.told.errors).toEqual([]);
  });

  it.each([
    ["late in its delay is an answer", -3 * HOUR, true],
    ["before that is none", -2 * HOUR, false],
  ])("of a replaced credential, %s about its use", async (_, replacedAt, isAnswer) => {
    await exposed();
    const old = await p.credential("EXPIRING", { replacedAt: p.at(replacedAt), revokeAt: p.at(HOUR) });
    list({ ...keyOf(old), lastUsedAt: p.at(-1) });
    await take();
    expect(p.rowNow(old).usageCheckedAt).toEqual(isAnswer ? p.now() : null);
  });

  it("of a replaced credential has no end that matters", async () => {
    list(keyOf(await exposed()));
    const old = await p.credential("EXPIRING", { replacedAt: p.at(-HOUR), revokeAt: p.at(HOUR) });
    list({ ...keyOf(old), expiresAt: p.at(DAY) });
    await take();
    expect(p.rowNow(old).keyExpiresAt).toBeNull();
    expect(nextLook()).toEqual(planned());
  });
});

describe("a key that is not listed", () => {
  it("is checked directly; a rejection is recorded, and checked again in a minute", async () => {
    const row = await exposed();
    refuse();
    expect(await take()).toBe(true);
    expect(p.rowNow(row).keyRefusedAt).toEqual(p.now());
    expect(nextLook()).toEqual(p.at(60));
    await p.pass(60);
    await take();
    expect(p.rowNow(row).keyRemovedAt).toEqual(p.now());
    expect(nextLook()).toEqual(planned());
  });

  it("is not checked later than planned because it was rejected", async () => {
    await exposed();
    refuse();
    await p.pass((Number(planned()) - Number(p.now())) / 1000 - 30);
    await take();
    expect(nextLook()).toEqual(p.at(30));
  });

  it("is not checked while it is new", async () => {
    await exposed({ mintedAt: p.at(-119) });
    refuse();
    await take();
    expect(p.calls()).toEqual(["listKeys"]);
  });

  it("is not checked again within the minute after a rejection; the next check is at its end", async () => {
    await exposed({ keyRefusedAt: p.at(-20) });
    await take();
    expect(p.calls()).toEqual(["listKeys"]);
    expect(nextLook()).toEqual(p.at(40));
  });

  it("that is unclear is read by its ID, and missing only if it is certainly gone", async () => {
    const row = await exposed({ keyRefusedAt: p.at(-60) });
    unclear();
    await take();
    expect(p.told.asked.at(-1)).toEqual(["findKey", { projectId: PROJECT, keyId: row.keyId }]);
    expect(p.rowNow(row).keyRemovedAt).toEqual(p.now());
    expect(p.secretNow().lastFailureMessage).toMatch(/was deleted at OpenAI/);
  });

  it("leaves the admin key's turns to others: no call of its look takes one ahead of time", async () => {
    await exposed({ keyRefusedAt: p.at(-60) });
    unclear();
    await take();
    expect(p.calls()).toEqual(["listKeys", "verify", "findKey"]);
    expect(p.told.turns).toEqual([0, 0]);
  });

  it.each([
    [
      "it is found",
      () => (p.answers.findKey = () => Promise.resolve({ id: "k", expiresAt: null, lastUsedAt: null })),
    ],
    ["nobody can tell", () => (p.answers.findKey = () => Promise.reject(failure("project_not_found")))],
  ])("is not missing if %s", async (_, answer) => {
    const row = await exposed({ keyRefusedAt: p.at(-60) });
    unclear();
    answer();
    await take();
    expect(p.rowNow(row)).toEqual(row);
    expect(nextLook()).toEqual(p.at(60));
  });

  it("without an ID can only be checked directly", async () => {
    await exposed({ keyId: null });
    unclear();
    await take();
    expect(p.calls()).toEqual(["listKeys"]);
    p.told.asked.length = 0;
    await take(1);
    expect(p.calls()).toEqual(["listKeys", "verify"]);
  });

  it.each([
    ["is not there", { envelope: null }, []],
    ["does not open", { envelope: "no envelope" }, ["A current key can't be decrypted"]],
  ])("whose value %s is read by its ID", async (_, patch, errors) => {
    const { id: credentialId } = await exposed(patch);
    await take();
    expect(p.calls()).toEqual(["listKeys", "findKey"]);
    const err = { message: expect.any(String) as string };
    expect(p.told.logged).toMatchObject(errors.map((msg) => ({ msg, credentialId, err })));
  });
});

it("a listed key that is unclear is not read by its ID", async () => {
  list(keyOf(await exposed()));
  unclear();
  await take(1);
  expect(p.calls()).toEqual(["listKeys", "verify"]);
  expect(nextLook()).toEqual(planned());
});

describe("without a list", () => {
  it("because this admin key is refused, the keys are checked directly", async () => {
    const row = await exposed({ keyRefusedAt: p.at(-60) });
    p.answers.listKeys = () => Promise.reject(failure("provider_auth_failed"));
    unclear();
    expect(await take()).toBe(true);
    expect(p.calls()).toEqual(["listKeys", "verify"]);
    expect(p.rowNow(row).keyRemovedAt).toBeNull();
    expect(p.told.errors).toEqual([]);
  });

  it("because it is refused, keys that have no turn are not checked", async () => {
    await exposed();
    p.answers.listKeys = () => Promise.reject(failure("provider_auth_failed"));
    await take();
    expect(p.calls()).toEqual(["listKeys"]);
  });

  it("because the provider is away, its checks are postponed for a minute", async () => {
    await exposed();
    p.answers.listKeys = () => Promise.reject(failure("provider_unavailable"));
    expect(await take()).toBe(false);
    expect(p.calls()).toEqual(["listKeys"]);
    expect(nextLook()).toEqual(p.at(60));
  });

  it.each([
    [300, 300],
    [10, 60],
  ])("because it asked for a pause of %s s, they are postponed for %s s", async (pause, seconds) => {
    await exposed();
    p.answers.listKeys = () => Promise.reject(failure("provider_rate_limited", "nothing", pause));
    // A leased check returns sooner than that.
    p.memory.takeLooks(1, { all: true });
    expect(await lookAtKeys(p.engine, { rootId: ROOT, projectId: PROJECT, exposedKeys: 1 })).toBe(false);
    expect(nextLook()).toEqual(p.at(seconds));
  });
});

describe("without a current key", () => {
  it("the checks end", async () => {
    const row = await exposed();
    p.memory.takeLooks(60, { all: true });
    await p.change(row, { state: "EXPIRING" });
    expect(await lookAtKeys(p.engine, { rootId: ROOT, projectId: PROJECT, exposedKeys: 0 })).toBe(true);
    expect(p.calls()).toEqual([]);
    expect(nextLook()).toBeUndefined();
  });

  it("except a key that is known to be removed, nothing is checked, and the checks continue", async () => {
    await exposed({ keyRemovedAt: p.at(-60) });
    await take();
    expect(p.calls()).toEqual([]);
    expect(nextLook()).toEqual(planned());
  });
});

it("each page takes a turn and renews the check's lease", async () => {
  const row = await exposed();
  const leases: unknown[] = [];
  p.answers.listKeys = async (_key, _project, beforePage) => {
    for (let page = 0; page < 3; page++) {
      await beforePage?.();
      leases.push(Number(nextLook()) - Number(p.now()));
      await p.pass(20);
    }
    return [{ ...keyOf(row), expiresAt: null, lastUsedAt: null }];
  };
  await take();
  expect(p.told.turns).toHaveLength(3);
  expect(leases).toEqual([60_000, 60_000, 60_000]);
});
