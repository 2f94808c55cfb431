import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureInstance } from "@/lib/instance";
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
  const at = async () => (await db.instance.findUniqueOrThrow({ where: { id: 1 } })).forwardedAt?.getTime();
  const now = Date.parse("2026-03-01T12:00:00Z");
  await noteForwarding(db, now);
  expect(await at()).toBeUndefined();
  const come = async (later: number) => {
    Object.assign(globalThis, { phaseUntrustedForwarding: true });
    await noteForwarding(db, now + later);
    return await at();
  };
  expect(await come(0)).toBe(now);
  expect(await come(HOUR_MS / 2)).toBe(now);
  expect(await come(HOUR_MS)).toBe(now + HOUR_MS);
});

it("warns for a day, and no longer once a proxy is trusted", () => {
  const forwardedAt = new Date();
  const warning = (later: number, trusted = 0) =>
    forwardingWarning({ forwardedAt }, trusted, forwardedAt.getTime() + later);
  expect(warning(HOUR_MS)).toBe(UNTRUSTED_FORWARDING);
  expect(warning(25 * HOUR_MS)).toBeNull();
  expect(warning(HOUR_MS, 1)).toBeNull();
  expect(forwardingWarning({ forwardedAt: null }, 0)).toBeNull();
});
