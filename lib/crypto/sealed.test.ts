import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Keyring } from "./keyring";
import { adminKeyPlace, idempotentAnswerPlace, mintedKeyPlace, staticSecretPlace } from "./places";
import { open, seal, type SealContext, SealError } from "./sealed";

const key = (id: string) => ({ id, key: randomBytes(32) });
const keyring = new Keyring([key("k2"), key("k1")]);
const PLACES = [mintedKeyPlace, adminKeyPlace, staticSecretPlace, idempotentAnswerPlace];

/** Encrypted under 32 bytes of 7 by version 0.1. */
const SEALED_ONCE = {
  rowId: "01890000-0000-7000-8000-000000000001",
  organisationId: "01890000-0000-7000-8000-000000000002",
  envelope:
    "eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEiLCJjdHgiOiJtaW50ZWRfY3JlZGVudGlhbC5lbnZlbG9wZTowMTg5MDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDE6MDE4OTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAyIiwiaXYiOiJVbFVjLXV1U3NxTnhGcHFpIiwidGFnIjoiWXViY3cyR2xsVEZoTEJic0hTaXlkQSJ9.gbL8X_LU_ZNzquKYru9bXbNc0aG14G3I6qoxEO8OWkw.fEl3Iv88BfhgmXJF.MDrrDRBU34d0rDZZcEO6xTzz4g.XrPoBH2jyApsv77fTWH5gg",
};

/** Whether it decrypts. Any error except SealError is a bug. */
async function opens(place: SealContext, envelope: string, ring = keyring): Promise<boolean> {
  try {
    await open(ring, place, envelope);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SealError);
    return false;
  }
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

function flipBit(envelope: string): string {
  const parts = envelope.split(".");
  const part = randomInt(parts.length);
  const bytes = Buffer.from(parts[part] ?? "", "base64url");
  const at = randomInt(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(8));
  return parts.with(part, bytes.toString("base64url")).join(".");
}

describe("an encrypted value", () => {
  const place = mintedKeyPlace(randomUUID(), randomUUID());

  it.each(["sk-svcacct-1", "", "\uFEFFvalue", "\uFEFF", "ünï©ødé\n", "x".repeat(100_000)])(
    "decrypts to what it was (%#)",
    async (text) => {
      expect(await open(keyring, place, await seal(keyring, place, text))).toBe(text);
    },
  );

  // Encrypted by jose, before node:crypto decrypted values. Databases and backups contain such envelopes.
  it("decrypts the values of every earlier version", async () => {
    const ring = new Keyring([{ id: "k1", key: Buffer.alloc(32, 7) }]);
    const { envelope, ...at } = SEALED_ONCE;
    expect(await open(ring, mintedKeyPlace(at.rowId, at.organisationId), envelope)).toBe(
      "\uFEFFsk-svcacct-ünï",
    );
  });

  it("can't be decrypted with a truncated tag", async () => {
    const envelope = await seal(keyring, place, "sk-svcacct-1");
    const [header = "", ...parts] = envelope.split(".");
    const cut = (tag: string, bytes: number) =>
      Buffer.from(tag, "base64url").subarray(0, bytes).toString("base64url");
    for (const bytes of [0, 4, 12, 15]) {
      expect(await opens(place, [header, ...parts.with(-1, cut(parts.at(-1) ?? "", bytes))].join("."))).toBe(
        false,
      );
    }
  });

  it("differs each time, and reveals nothing of its content", async () => {
    const [one, two] = [await seal(keyring, place, "sk-secret"), await seal(keyring, place, "sk-secret")];
    expect(one).not.toBe(two);
    for (const part of one.split(".")) {
      expect(Buffer.from(part, "base64url").toString("latin1")).not.toContain("sk-secret");
    }
  });

  it("decrypts with an earlier key of the ring, but not if its key is missing or has another value", async () => {
    const [old, fresh] = [key("old"), key("fresh")];
    const envelope = await seal(new Keyring([old]), place, "x");
    expect(await opens(place, envelope, new Keyring([fresh, old]))).toBe(true);
    expect(await opens(place, envelope, new Keyring([fresh]))).toBe(false);
    expect(await opens(place, envelope, new Keyring([key("old")]))).toBe(false);
  });

  it("can't be decrypted in another row, column or organisation: 1,000 swaps", async () => {
    const values = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const at = pick(PLACES)(randomUUID(), randomUUID());
        return { at, envelope: await seal(keyring, at, "x") };
      }),
    );
    for (let swap = 0; swap < 1_000; swap++) {
      const { at, envelope } = pick(values);
      const { at: other } = pick(values.filter((value) => value.at !== at));
      const column = pick(
        PLACES.map((of) => of(at.rowId, at.organisationId)).filter((of) => of.table !== at.table),
      );
      const organisation = { ...at, organisationId: other.organisationId };
      expect(await opens(pick([other, column, organisation]), envelope)).toBe(false);
    }
  });

  it("can't be decrypted with one bit changed anywhere: 1,000 flips", async () => {
    const envelope = await seal(keyring, place, "sk-svcacct-1");
    for (let flip = 0; flip < 1_000; flip++) expect(await opens(place, flipBit(envelope))).toBe(false);
  });

  it.each(["", "x", "a.b.c.d.e", "eyJhbGciOiJub25lIn0....", "null"])(
    "that is not an envelope (%j) is refused",
    async (text) => {
      expect(await opens(place, text)).toBe(false);
    },
  );
});

describe("a key ring", () => {
  it("refuses to be empty, to hold a short key, or one name twice", () => {
    expect(() => new Keyring([])).toThrow("empty");
    expect(() => new Keyring([{ id: "k", key: randomBytes(16) }])).toThrow("32 bytes");
    expect(() => new Keyring([key("k"), key("k")])).toThrow("have the same ID");
  });

  it("shows names and no key in JSON", () => {
    expect(JSON.stringify(keyring)).toBe('{"ids":["k2","k1"]}');
  });
});
