import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { startTcpProxy, type TcpProxy } from "@/proof/chaos/tcp-proxy";
import { testServices } from "@/proof/harness/test-services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { errorAnswer } from "./error-answer";
import { metricsText } from "./metrics";
import { readiness } from "./readiness";

let database: TestDatabase;
let proxy: TcpProxy;
let proxied: Db;
beforeAll(async () => {
  database = await testDatabase();
  const url = new URL(database.url);
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  proxied = createDb(url.href, { answerSeconds: 1 });
  const at = new Date();
  await database.db.workerHeartbeat.create({ data: { workerId: "w", startedAt: at, at } });
});
afterAll(async () => {
  await proxied.$disconnect();
  await proxy.close();
  await database.drop();
});

const ready = (db: Db, lookAtSeal = () => Promise.resolve<string | null>(null)) =>
  readiness(() => Promise.resolve(testServices(db, { lookAtSeal })));
const measured = (db: Db) => metricsText(testServices(db, { lookAtSeal: () => Promise.resolve(null) }));
const answerTo = (error: unknown) => errorAnswer(error, "request", pino({ level: "silent" }));
const caught = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

/** Locks a table as an ALTER does, for as long as `meanwhile` takes. */
async function locked(table: string, meanwhile: () => Promise<void>): Promise<void> {
  await database.db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`LOCK TABLE ${table}`);
      await meanwhile();
    },
    { timeout: 20_000 },
  );
}

it("a locked table keeps nothing else from being measured", async () => {
  await locked("rotating_secret", async () => {
    const text = await measured(database.db);
    expect(text).toContain("phase_database_up 0");
    expect(text).toMatch(/phase_worker_heartbeat_age_seconds \d/);
    expect(text).not.toContain("phase_rotating_secrets{");
  });
  expect(await measured(database.db)).toContain("phase_database_up 1");
}, 40_000);

it("a locked table of heartbeats makes nothing unready", async () => {
  await locked("worker_heartbeat", async () => {
    const checks = { database: "ok", seal: "ok", worker: "unknown" };
    expect(await ready(database.db)).toEqual({ ready: true, checks });
  });
}, 40_000);

describe("a database that has stopped responding", () => {
  beforeAll(async () => {
    expect((await ready(proxied)).ready).toBe(true);
    proxy.blackhole();
  });
  afterAll(() => proxy.heal("reset"));

  it("is reported by readiness and metrics within seconds", async () => {
    const from = performance.now();
    const [state, text] = await Promise.all([ready(proxied), measured(proxied)]);
    expect(state).toMatchObject({ ready: false, checks: { database: "unreachable" } });
    expect(state.problem).toContain("isn't responding");
    expect(text).toContain("phase_database_up 0");
    expect(performance.now() - from).toBeLessThan(15_000);
  }, 40_000);
});

it("metrics answer without any database", async () => {
  expect(await metricsText(null)).toContain("phase_database_up 0");
});

it("a read-only database is not ready, and says so", async () => {
  const name = new URL(database.url).pathname.slice(1);
  await database.db.$executeRawUnsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const standby = createDb(database.url);
  const state = await ready(standby);
  expect(state).toMatchObject({ ready: false, checks: { database: "read_only" } });
  expect(state.problem).toContain("is read-only");
  const answer = answerTo(await caught(standby.organisation.create({ data: { name: "Acme" } })));
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    error: { code: "database_unavailable", message: expect.stringContaining("is read-only") as string },
  });
  await standby.$disconnect();
  await database.db.$executeRawUnsafe(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
});

describe.each([
  ["53100", "disk_full", "database's disk is full"],
  ["53300", "no_connection_left", "no free connections"],
  ["57P03", "starting", "starting, stopping or recovering"],
  ["42501", "missing_right", "lacks a right"],
])("PostgreSQL's %s", (code, name, words) => {
  const fail = () =>
    database.db.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`);

  it("is reported by readiness", async () => {
    const state = await ready(database.db, async () => String(await fail()));
    expect(state).toMatchObject({ ready: false, checks: { database: name } });
    expect(state.problem).toContain(words);
  });

  it("is reported by the API, with the time to retry", async () => {
    const answer = answerTo(await caught(fail()));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    const error = { code: "database_unavailable", message: expect.stringContaining(words) as string };
    expect(await answer.json()).toMatchObject({ error });
  });
});

it.each([
  ["postgresql://u:hush@127.0.0.1:1/x", "unreachable"],
  ["postgresql://u:hush@nowhere.invalid/x", "unreachable"],
])("an unreachable server is reported without its password: %s", async (url, name) => {
  const away = createDb(url);
  const state = await ready(away);
  expect(state).toMatchObject({ ready: false, checks: { database: name } });
  // Prisma reports the two differently.
  for (const asking of [away.organisation.count(), away.$queryRaw`SELECT 1`]) {
    const answer = answerTo(await caught(asking));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(JSON.stringify([state, await answer.json()])).not.toContain("hush");
  }
  await away.$disconnect();
});

it("another server's refusal isn't the database's", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  expect(answerTo(refused).status).toBe(500);
});
