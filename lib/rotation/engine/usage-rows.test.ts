/** What is recorded about the use of a previous key, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { HOUR } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { isUseDue, recordUse } from "./usage";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

/** Replaced three hours ago, with another hour to go. */
const replaced = async (row: Parameters<Prepared["credential"]>[1] = {}) => {
  await p.secret();
  return await p.credential("EXPIRING", { replacedAt: p.at(-3 * HOUR), revokeAt: p.at(HOUR), ...row });
};

describe("a list may answer for a previous key", () => {
  it.each([
    ["in the last quarter of its delay", () => ({}), true],
    ["not before", () => ({ revokeAt: p.at(HOUR + 1) }), false],
    ["once", () => ({ usageCheckedAt: p.at(-1) }), false],
    ["not where it waits for no end", () => ({ revokeAt: null }), false],
    ["not where nobody knows since when", () => ({ replacedAt: null }), false],
    ["of a delay of a minute", () => ({ replacedAt: p.at(-60), revokeAt: p.at(0) }), true],
    ["not of a shorter one", () => ({ replacedAt: p.at(-59), revokeAt: p.at(0) }), false],
  ] as const)("%s", async (_, row, isDue) => {
    expect(isUseDue(await replaced(row()), p.now())).toBe(isDue);
  });
});

describe("a use", () => {
  it.each([
    ["in the second half of the delay is news", -HOUR, ["credential.still_used"]],
    ["before that is none", -HOUR - 1, []],
    ["that never was is none", null, []],
  ] as const)("%s", async (_, seconds, events) => {
    const row = await replaced();
    const lastUsedAt = seconds === null ? null : p.at(seconds);
    await recordUse(p.engine, row, lastUsedAt);
    expect(p.rowNow(row)).toMatchObject({ state: "EXPIRING", lastUsedAt, usageCheckedAt: p.now() });
    expect(p.eventTypes()).toEqual(events);
  });

  it("isn't reported in a delay too short for a warning", async () => {
    const row = await replaced({ replacedAt: p.at(-50), revokeAt: p.at(9) });
    await recordUse(p.engine, row, p.at(-1));
    expect(p.eventTypes()).toEqual([]);
    expect(p.rowNow(row).usageCheckedAt).toEqual(p.now());
  });

  it.each([
    ["revoked", () => ({ state: "REVOKING" as const })],
    ["answered for", () => ({ usageCheckedAt: p.at(-1) })],
    ["given more time", () => ({ revokeAt: p.at(2 * HOUR) })],
    ["without an end", () => ({ revokeAt: null })],
  ])("is not recorded for a key that is %s by now", async (_, change) => {
    const row = await replaced();
    await p.change(row, change());
    const before = p.rowNow(row);
    await recordUse(p.engine, row, p.at(-1));
    expect(p.rowNow(row)).toEqual(before);
    expect(p.eventTypes()).toEqual([]);
  });

  it("is not recorded for a row that is gone, or never had an end", async () => {
    const row = await replaced({ revokeAt: null });
    await recordUse(p.engine, row, p.at(-1));
    await p.change(row, { revokeAt: p.at(HOUR) });
    await recordUse(p.engine, row, p.at(-1));
    await p.change(row, { revokeAt: null });
    await recordUse(p.engine, { ...row, id: "00000000-0000-7000-8000-00000000eeee" }, p.at(-1));
    expect(p.rowNow(row)).toEqual(row);
  });
});
