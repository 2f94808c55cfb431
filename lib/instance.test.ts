import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { type TestDatabase, testDatabase } from "@/prisma/testing/database";
import { adoptInstance, assertUnsealed, ensureInstance } from "./instance";

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

/** What a dump of the original, read back into another database, brings with it. */
async function copyInstance(): Promise<void> {
  await elsewhere.db.instance.create({
    data: await original.db.instance.findUniqueOrThrow({ where: { id: 1 } }),
  });
}

it("knows itself again, and is made once however many processes start", async () => {
  const started = await Promise.all([1, 2, 3].map(() => ensureInstance(original.db, keyring, undefined)));
  const again = await ensureInstance(original.db, keyring, undefined);
  expect(new Set([...started, again].map(({ instanceId }) => instanceId)).size).toBe(1);
  expect(again.sealedBecause).toBeNull();
});

it("is sealed in a copy of its database until the copy is adopted", async () => {
  await ensureInstance(original.db, keyring, undefined);
  await copyInstance();
  const { sealedBecause } = await ensureInstance(elsewhere.db, keyring, undefined);
  expect(sealedBecause).toContain("adopt-instance");
  await expect(assertUnsealed({ lookAtSeal: () => Promise.resolve(sealedBecause) })).rejects.toThrow("copy");

  await adoptInstance(elsewhere.db, undefined);
  expect((await ensureInstance(elsewhere.db, keyring, undefined)).sealedBecause).toBeNull();
});

it("goes by PHASE_INSTANCE_ID alone where it is set", async () => {
  await ensureInstance(original.db, keyring, "production");
  await copyInstance();
  expect((await ensureInstance(elsewhere.db, keyring, "production")).sealedBecause).toBeNull();
  expect((await ensureInstance(elsewhere.db, keyring, "staging")).sealedBecause).toContain("copy");
});

it("takes the first home it is started in after an upgrade from a version that knew none", async () => {
  await ensureInstance(original.db, keyring, undefined);
  await original.db.instance.updateMany({ data: { home: null } });
  expect((await ensureInstance(original.db, keyring, undefined)).sealedBecause).toBeNull();
  await copyInstance();
  expect((await ensureInstance(elsewhere.db, keyring, undefined)).sealedBecause).toContain("copy");
});

it("is sealed by a key ring that does not open the canary", async () => {
  await ensureInstance(original.db, keyring, undefined);
  const other = new Keyring([{ id: "k1", key: randomBytes(32) }]);
  expect((await ensureInstance(original.db, other, undefined)).sealedBecause).toContain(
    "PHASE_ENCRYPTION_KEYS",
  );
});
