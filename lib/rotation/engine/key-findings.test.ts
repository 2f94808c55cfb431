/** What happens to a current key that was rejected, is missing, or now expires, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, DELAY, HOUR, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { noticeEnd, noticeSign, replaceRemoved, type Sign } from "./key-findings";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

type Row = Parameters<Prepared["credential"]>[1];
const exposed = async (row: Row = {}, secret: Parameters<Prepared["secret"]>[0] = {}) => {
  await p.secret(secret);
  return await p.credential("ACTIVE", row);
};

describe("a sign", () => {
  it.each(["refused", "missing"] as const)(
    "%s: the first is recorded, and asked again soon",
    async (sign) => {
      const row = await exposed();
      expect(await noticeSign(p.engine, row, sign, p.at(0))).toBe(true);
      expect(p.rowNow(row)).toMatchObject({ keyRefusedAt: p.now(), keyRemovedAt: null });
      expect(p.told.events).toEqual([]);
    },
  );

  it.each([
    ["refused", "no longer accepts"],
    ["missing", "deleted at OpenAI by someone else"],
  ] as const)("%s: the second one counts, a minute later", async (sign, words) => {
    const row = await exposed({ keyRefusedAt: p.at(-60) });
    expect(await noticeSign(p.engine, row, sign, p.at(0))).toBe(false);
    expect(p.rowNow(row)).toMatchObject({ state: "ACTIVE", keyRemovedAt: p.now() });
    expect(p.secretNow()).toMatchObject({
      failureCount: 1,
      lastFailureAt: p.now(),
      lastFailureCode: "key_removed",
      rotateReason: "key_removed",
      rotateRequestedAt: p.now(),
    });
    expect(p.secretNow().lastFailureMessage).toContain(words);
    expect(p.told.events).toMatchObject([
      { type: "credential.removed_elsewhere", detail: { code: "key_removed" } },
    ]);
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: 0 }]);
  });

  it("asked within the minute is not the second one, however long the response took", async () => {
    const row = await exposed({ keyRefusedAt: p.at(-100) });
    expect(await noticeSign(p.engine, row, "refused", p.at(-41))).toBe(true);
    expect(p.rowNow(row)).toEqual(row);
  });

  it("accepted takes back the first", async () => {
    const row = await exposed({ keyRefusedAt: p.at(-60) });
    expect(await noticeSign(p.engine, row, "accepted", p.at(0))).toBe(false);
    expect(p.rowNow(row)).toMatchObject({ keyRefusedAt: null, keyRemovedAt: null });
  });

  it("accepted with nothing to take back costs no unit, nor does unclear", async () => {
    const row = await exposed();
    p.trouble.units = 9;
    expect(await noticeSign(p.engine, row, "accepted", p.at(0))).toBe(false);
    expect(await noticeSign(p.engine, row, "unclear", p.at(0))).toBe(false);
    expect(await noticeSign(p.engine, { ...row, keyRefusedAt: p.at(-60) }, "unclear", p.at(0))).toBe(true);
    expect(p.trouble.units).toBe(9);
  });

  it.each([
    ["replaced", { state: "EXPIRING" as const }],
    ["known to be removed", { keyRemovedAt: new Date(0) }],
  ])("says nothing of a key that is %s by now", async (_, change) => {
    const row = await exposed({ keyRefusedAt: p.at(-60) });
    await p.change(row, change);
    const before = p.rowNow(row);
    for (const sign of ["refused", "accepted"] satisfies Sign[])
      expect(await noticeSign(p.engine, row, sign, p.at(0))).toBe(false);
    expect(p.rowNow(row)).toEqual(before);
    expect(p.told.events).toEqual([]);
  });

  it("or an expiry says nothing if the secret or the row is gone", async () => {
    const row = await exposed();
    const id = "00000000-0000-7000-8000-00000000eeee";
    for (const stray of [
      { ...row, rotatingSecretId: id },
      { ...row, id },
    ]) {
      expect(await noticeSign(p.engine, stray, "refused", p.at(0))).toBe(false);
      await noticeEnd(p.engine, stray, p.at(DAY));
    }
    expect(p.rowNow(row)).toEqual(row);
  });
});

describe("a removed key", () => {
  const remove = (row: Awaited<ReturnType<typeof exposed>>) =>
    p.unit((unit) => replaceRemoved(unit, p.secretNow(), row, "account_removed"));

  it.each([
    ["of a deleted secret", { deletedAt: new Date(0) }, {}],
    ["that is known to be", {}, { keyRemovedAt: new Date(0) }],
  ])("%s is nothing new", async (_, secret, patch) => {
    const row = await exposed(patch, secret);
    const before = p.secretNow();
    await remove(row);
    expect(p.rowNow(row)).toEqual(row);
    expect(p.secretNow()).toEqual(before);
    expect(p.told.events).toEqual([]);
  });

  it("while paused by hand: reported, not rotated", async () => {
    await remove(await exposed({}, { pauseReason: "manual" }));
    expect(p.secretNow()).toMatchObject({
      rotateReason: "key_removed",
      rotateRequestedAt: null,
      failureCount: 1,
    });
    expect(p.told.events).toHaveLength(1);
    expect(p.told.mints).toEqual([]);
  });

  it.each([
    ["failure", "project_not_found", "project_not_found"],
    ["failure", "provider_auth_failed", "key_removed"],
    [null, "project_not_found", "key_removed"],
  ] as const)("paused by %s, for %s: a person hears %s", async (pauseReason, lastFailureCode, told) => {
    await remove(await exposed({}, { pauseReason, lastFailureCode }));
    expect(p.secretNow().lastFailureCode).toBe(told);
  });
});

describe("an end that was set at the provider", () => {
  it("is saved, and moves the next rotation", async () => {
    const row = await exposed({ exposedAt: p.at(-HOUR) }, { nextRotationAt: p.at(30 * DAY) });
    await noticeEnd(p.engine, row, p.at(10 * DAY));
    expect(p.rowNow(row).keyExpiresAt).toEqual(p.at(10 * DAY));
    const moved = 10 * DAY - DELAY - HOUR;
    expect(p.secretNow().nextRotationAt).toEqual(p.at(moved));
    expect(p.told.mints).toEqual([{ id: SECRET, inSeconds: moved }]);
    expect(p.told.events).toMatchObject([
      { type: "credential.end_changed", detail: { keyExpiresAt: p.at(10 * DAY).toISOString() } },
    ]);
  });

  it("that is late enough moves nothing", async () => {
    const row = await exposed({}, { nextRotationAt: p.at(10 * DAY - DELAY - HOUR) });
    await noticeEnd(p.engine, row, p.at(10 * DAY));
    expect(p.rowNow(row).keyExpiresAt).toEqual(p.at(10 * DAY));
    expect(p.told.mints).toEqual([]);
  });

  it("while paused: moved, but no mint is planned", async () => {
    const row = await exposed({}, { nextRotationAt: p.at(30 * DAY), pauseReason: "manual" });
    await noticeEnd(p.engine, row, p.at(10 * DAY));
    expect(p.secretNow().nextRotationAt).toEqual(p.at(10 * DAY - DELAY - HOUR));
    expect(p.told.mints).toEqual([]);
  });

  it("of a key with an unknown start counts from now", async () => {
    const row = await exposed({ exposedAt: null }, { nextRotationAt: p.at(30 * DAY) });
    await noticeEnd(p.engine, row, p.at(2 * HOUR));
    expect(p.secretNow().nextRotationAt).toEqual(p.at(HOUR));
  });

  it("that is known is nothing new, in the list's row or in the locked one", async () => {
    const row = await exposed({ keyExpiresAt: p.at(DAY) });
    p.trouble.units = 1;
    await noticeEnd(p.engine, row, p.at(DAY));
    expect(p.trouble.units).toBe(1);
    p.trouble.units = 0;
    await noticeEnd(p.engine, { ...row, keyExpiresAt: null }, p.at(DAY));
    expect(p.told.events).toEqual([]);
  });

  it.each([
    ["replaced", { state: "EXPIRING" as const }],
    ["removed", { keyRemovedAt: new Date(0) }],
  ])("of a key that is %s by now is ignored", async (_, change) => {
    const row = await exposed();
    await p.change(row, change);
    await noticeEnd(p.engine, row, p.at(DAY));
    expect(p.rowNow(row).keyExpiresAt).toBeNull();
    expect(p.told.events).toEqual([]);
  });
});
