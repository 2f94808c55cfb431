import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureInstance } from "@/lib/instance/instance";
import { testServices } from "@/proof/harness/test-services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { forwardingWarning, noteForwarding, UNTRUSTED_FORWARDING } from "./forwarding";

const HOUR_MS = 3_600_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await ensureInstance(database.db, testServices(database.db).keyring);
});

afterAll(async () => {
  Object.assign(globalThis, { phaseUntrustedForwarding: undefined });
  await database.drop();
});

it("remembers that requests were forwarded by nobody who is trusted, once an hour", async () => {
  const { db } = database;
  const at = async () => (await db.instance.findUniqueOrThrow({ where: { id: 1 } })).forwardedAt;
  await noteForwarding(db, 0);
  expect(await at()).toBeNull();
  const come = async (later: number) => {
    Object.assign(globalThis, { phaseUntrustedForwarding: true });
    await noteForwarding(db, later);
    return await at();
  };
  const first = await come(0);
  expect(first).not.toBeNull();
  expect(await come(HOUR_MS / 2)).toEqual(first);
  expect(Number(await come(HOUR_MS))).toBeGreaterThan(Number(first));
});

it("warns for a day, and no longer once a proxy is trusted", () => {
  const forwardedAt = new Date();
  const warning = (later: number, trusted = 0) =>
    forwardingWarning({ forwardedAt }, trusted, new Date(forwardedAt.getTime() + later));
  expect(warning(HOUR_MS)).toBe(UNTRUSTED_FORWARDING);
  expect(warning(25 * HOUR_MS)).toBeNull();
  expect(warning(HOUR_MS, 1)).toBeNull();
  expect(forwardingWarning({ forwardedAt: null }, 0, forwardedAt)).toBeNull();
});
