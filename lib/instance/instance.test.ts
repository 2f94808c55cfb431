import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { adoptInstance, assertUnsealed, ensureInstance, findSeal } from "./instance";

const keyring = new Keyring([{ id: "k1", key: randomBytes(32) }]);
let original: TestDatabase;
let elsewhere: TestDatabase;

beforeAll(async () => {
  original = await testDatabase();
  elsewhere = await testDatabase();
});
afterEach(async () => {
  for (const { db } of [original, elsewhere]) await db.instance.deleteMany();
});
afterAll(async () => {
  await original.drop();
  await elsewhere.drop();
});

/** What a dump of the original, restored into another database, contains. */
async function copyInstance(): Promise<void> {
  await elsewhere.db.instance.create({
    data: { ...(await original.db.instance.findUniqueOrThrow({ where: { id: 1 } })), keysSeen: {} },
  });
}

it("recognises itself, and is created once however many processes start", async () => {
  const started = await Promise.all([1, 2, 3].map(() => ensureInstance(original.db, keyring)));
  const again = await ensureInstance(original.db, keyring);
  expect(new Set([...started, again].map(({ instanceId }) => instanceId)).size).toBe(1);
  expect(again.sealedBecause).toBeNull();
});

it("is sealed in a copy of its database until the copy is adopted", async () => {
  await ensureInstance(original.db, keyring);
  await copyInstance();
  const { sealedBecause } = await ensureInstance(elsewhere.db, keyring);
  expect(sealedBecause).toContain("adopt-instance");
  await expect(assertUnsealed({ lookAtSeal: () => Promise.resolve(sealedBecause) })).rejects.toThrow("copy");

  await adoptInstance(elsewhere.db);
  expect((await ensureInstance(elsewhere.db, keyring)).sealedBecause).toBeNull();
});

it("accepts a later ID, and then goes by it wherever the database is", async () => {
  await ensureInstance(original.db, keyring);
  const named = await ensureInstance(original.db, keyring, { instanceId: "production" });
  expect(named.sealedBecause).toBeNull();
  await copyInstance();
  const moved = await ensureInstance(elsewhere.db, keyring, { instanceId: "production" });
  expect(moved.sealedBecause).toBeNull();
  expect((await ensureInstance(elsewhere.db, keyring, { instanceId: "staging" })).sealedBecause).toContain(
    "production",
  );
  expect((await ensureInstance(elsewhere.db, keyring)).sealedBecause).toContain("PHASE_INSTANCE_ID");
});

it("is not at home in a copy because an ID is set there", async () => {
  await ensureInstance(original.db, keyring);
  await copyInstance();
  const named = await ensureInstance(elsewhere.db, keyring, { instanceId: "production" });
  expect(named.sealedBecause).toContain("adopt-instance");
});

it("changes nothing when it is only checked", async () => {
  expect(await findSeal(original.db, keyring, {})).toBeNull();
  expect(await original.db.instance.count()).toBe(0);
  await ensureInstance(original.db, keyring);
  expect(await findSeal(original.db, keyring, { instanceId: "production" })).toBeNull();
  expect((await original.db.instance.findUniqueOrThrow({ where: { id: 1 } })).givenId).toBeNull();
  await copyInstance();
  expect(await findSeal(elsewhere.db, keyring, {})).toContain("adopt-instance");
});

it("adopts the first home it starts in after an upgrade from a version that recorded none", async () => {
  await ensureInstance(original.db, keyring);
  await original.db.instance.updateMany({ data: { home: null } });
  expect((await ensureInstance(original.db, keyring)).sealedBecause).toBeNull();
  await copyInstance();
  expect((await ensureInstance(elsewhere.db, keyring)).sealedBecause).toContain("copy");
});

it("is sealed by a key ring that can't decrypt the canary", async () => {
  await ensureInstance(original.db, keyring);
  const other = new Keyring([{ id: "k1", key: randomBytes(32) }]);
  expect((await ensureInstance(original.db, other)).sealedBecause).toContain("PHASE_ENCRYPTION_KEYS");
});
