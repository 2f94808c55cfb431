import { afterAll, beforeAll, expect, it } from "vitest";
import { randomBytes } from "node:crypto";
import { Keyring } from "@/lib/crypto/keyring";
import { createDb } from "@/lib/db";
import { ensureInstance } from "@/lib/instance/instance";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { lossBetween, type Position, readPosition } from "./position";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const BEFORE: Position = {
  instanceId: "one",
  serverStartedAt: "2026-11-26 10:00:00.000001+00",
  at: "2026-11-26T11:00:00.000Z",
  looks: "9007199254740993",
  log: { timeline: 1, byte: "9007199254740993" },
};
const AFTER: Position = {
  ...BEFORE,
  at: "2026-11-26T11:00:05.000Z",
  looks: "9007199254740994",
  log: { timeline: 1, byte: "9007199254740994" },
};

it("finds no loss if the database moved on", () => {
  expect(lossBetween(BEFORE, AFTER)).toBeNull();
  expect(lossBetween(BEFORE, { ...AFTER, log: BEFORE.log })).toBeNull();
  expect(lossBetween({ ...BEFORE, log: null }, AFTER)).toBeNull();
  expect(lossBetween(BEFORE, { ...AFTER, log: null })).toBeNull();
  // A small clock step.
  expect(lossBetween(BEFORE, { ...AFTER, at: "2026-11-26T10:59:51.000Z" })).toBeNull();
});

it.each<[string, Partial<Position>]>([
  ["another installation", { instanceId: "two" }],
  ["another timeline", { log: { timeline: 2, byte: "9007199254740999" } }],
  ["a log that ends earlier", { log: { timeline: 1, byte: "9007199254740992" } }],
  ["a counter that is behind", { looks: "9007199254740992" }],
  ["a counter that stands still", { looks: BEFORE.looks }],
  ["a counter that is behind, where the log is not told", { log: null, looks: "9007199254740992" }],
  ["a server that was started again", { serverStartedAt: "2026-11-26 10:59:00+00" }],
  ["a clock that went back", { at: "2026-11-26T10:59:49.000Z" }],
])("finds a loss in %s", (_, change) => {
  expect(lossBetween(BEFORE, { ...AFTER, ...change })).toMatch(/^it/);
});

it("continues from its own last reading, and works without the log if the server refuses it", async () => {
  expect(await readPosition(database.db)).toBeNull();
  await ensureInstance(database.db, new Keyring([{ id: "k1", key: randomBytes(32) }]));
  const first = await readPosition(database.db);
  const second = await readPosition(database.db);
  if (first === null || second === null) throw new Error("There is no position.");
  expect(first.log?.timeline).toBeGreaterThan(0);
  expect(lossBetween(first, second)).toBeNull();
  expect(lossBetween(second, first)).not.toBeNull();

  const role = `reserved_${randomBytes(4).toString("hex")}`;
  await database.db.$executeRawUnsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'reserved'`);
  await database.db.$executeRawUnsafe(`GRANT SELECT, UPDATE ON instance TO ${role}`);
  await database.db.$executeRaw`REVOKE EXECUTE ON FUNCTION pg_current_wal_lsn() FROM PUBLIC`;
  const url = Object.assign(new URL(database.url), { username: role, password: "reserved" });
  const db = createDb(url.href, { max: 1 });
  const third = await readPosition(db);
  await db.$disconnect();
  await database.db.$executeRawUnsafe(`DROP OWNED BY ${role}`);
  await database.db.$executeRawUnsafe(`DROP ROLE ${role}`);
  if (third === null) throw new Error("There is no position.");
  expect(third.log).toBeNull();
  expect(lossBetween(second, third)).toBeNull();
});
