import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createDb } from "@/lib/db";
import { createBoss } from "@/lib/queue/boss";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { DatabaseClient, SessionError } from "./client";
import { connect, connectionTo } from "./connect";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
afterEach(() => vi.unstubAllEnvs());

const HOSTILE = "-c timezone=Asia/Tokyo -c datestyle=German -c default_transaction_isolation=serializable";
const hostileUrl = () => {
  const url = new URL(database.url);
  url.searchParams.set("options", HOSTILE);
  return url.href;
};

const ASK = `
  SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS dates,
    current_setting('transaction_isolation') AS isolation, current_setting('search_path') AS path,
    current_setting('standard_conforming_strings') AS strings, current_setting('statement_timeout') AS longest,
    current_setting('idle_session_timeout') AS idle, current_setting('client_encoding') AS encoding`;
const PINNED = {
  zone: "UTC",
  dates: "ISO, MDY",
  isolation: "read committed",
  path: "public",
  strings: "on",
  longest: "30s",
  idle: "0",
  encoding: "UTF8",
};

/** Every kind of connection that the program opens, asked for its session. */
const CONNECTIONS = {
  async "of Prisma's pool"(url: string) {
    const db = createDb(url);
    const rows = await db.$queryRawUnsafe(ASK);
    await db.$disconnect();
    return rows;
  },
  async "of the job queue's pool"(url: string) {
    const boss = createBoss(url, { sendOnly: true });
    await boss.start();
    const { rows } = await boss.getDb().executeSql(ASK);
    await boss.stop({ graceful: false });
    return rows as unknown;
  },
  async "made by itself"(url: string) {
    const client = await connect(url);
    const { rows } = await client.query<pg.QueryResultRow>(ASK);
    await client.end();
    return rows;
  },
};

// The test server's role has hostile defaults: installation/testing/global-setup.ts.
describe.each(Object.entries(CONNECTIONS))("a connection %s", (_, ask) => {
  it("has the required session settings, whatever role and URL set", async () => {
    expect(await ask(hostileUrl())).toEqual([PINNED]);
  });

  it("ignores a shell's settings for psql", async () => {
    vi.stubEnv("PGOPTIONS", HOSTILE);
    vi.stubEnv("PGHOST", "192.0.2.1");
    vi.stubEnv("PGPORT", "1");
    vi.stubEnv("PGUSER", "nobody");
    vi.stubEnv("PGDATABASE", "nothing");
    vi.stubEnv("PGPASSWORD", "wrong");
    vi.stubEnv("PGSSLMODE", "require");
    vi.stubEnv("PGREPLICATION", "true");
    expect(await ask(database.url)).toEqual([PINNED]);
  });
});

it("returns times as they were written", async () => {
  const at = new Date("2026-03-29T01:30:00.123Z");
  const db = createDb(hostileUrl());
  await db.workerHeartbeat.create({ data: { workerId: "w", startedAt: at, at } });
  expect(await db.workerHeartbeat.findFirst()).toMatchObject({ workerId: "w", startedAt: at, at });
  const [{ late } = {}] = await db.$queryRaw<{ late: boolean }[]>`
    SELECT ${at} <> '2026-03-29T01:30:00.123Z'::timestamptz AS late`;
  expect(late).toBe(false);
  await db.$disconnect();
});

it("a session that ignores its settings is refused", async () => {
  const client = new DatabaseClient({
    ...connectionTo(database.url),
    // The server rounds the value, so the setting differs from the request.
    session: { idle_session_timeout: "1500us" },
  });
  await expect(client.connect()).rejects.toThrow(SessionError);
  await expect(client.connect()).rejects.toThrow();
});
