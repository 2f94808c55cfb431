import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, isOutdated, passwordFits } from "./password";

const NFC = "Fünf grüne Fahrräder".normalize("NFC");
const NFD = NFC.normalize("NFD");
const MIXED = `Fünf gru\u0308ne Fahrräder`;

describe("a password that systems send in different spellings", () => {
  it.each([
    ["NFC", NFC],
    ["NFD", NFD],
    ["a mixture", MIXED],
  ])("chosen in %s matches in every spelling, and no other password does", async (_, chosen) => {
    const known = await hashPassword(chosen);
    for (const typed of [NFC, NFD, MIXED]) expect(await passwordFits(known, typed)).toBe(true);
    expect(await passwordFits(known, "Funf grune Fahrrader")).toBe(false);
    expect(await passwordFits(known, NFC.toLowerCase())).toBe(false);
  });

  it.each([
    ["NFC", NFC],
    ["NFD", NFD],
  ])("still matches when an older version hashed it as sent, in %s", async (_, sent) => {
    const known = await hash(sent);
    for (const typed of [NFC, NFD]) expect(await passwordFits(known, typed)).toBe(true);
  });

  it("matches nobody if the user doesn't exist", async () => {
    expect(await passwordFits(null, NFD)).toBe(false);
    expect(await passwordFits(null, "nobody has this password")).toBe(false);
  });
});

it("is outdated if its hash has other parameters", async () => {
  expect(isOutdated(await hashPassword(NFC))).toBe(false);
  expect(isOutdated(await hash(NFC, { memoryCost: 4_096, timeCost: 3, parallelism: 1 }))).toBe(true);
});
