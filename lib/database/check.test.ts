import { randomBytes } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createBoss } from "@/lib/queue/boss";
import { migrate } from "@/installation/migrations/migrate";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { checkDatabase, outdatedBecause, whatIsWrong } from "./check";
import { connect } from "./connect";
import { PATIENT } from "./session";

const suffix = randomBytes(4).toString("hex");
const ROLE = `app_${suffix}`;
const PASSWORD = "a quiet harbour";

let admin: pg.Client;
let migrated: TestDatabase;
let databases = 0;

beforeAll(async () => {
  admin = await connect(inject("adminDatabaseUrl"), PATIENT);
  migrated = await testDatabase();
  await admin.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
});
// The server lasts for the test run, with everything created on it, because dropping a database takes a
// checkpoint.
afterAll(async () => {
  await migrated.drop();
  await admin.end();
});

function urlOf(name: string, { as = undefined as string | undefined, password = PASSWORD } = {}): string {
  const url = new URL(inject("adminDatabaseUrl"));
  url.pathname = `/${name}`;
  if (as !== undefined) Object.assign(url, { username: as, password });
  return url.href;
}

async function makeDatabase(how = ""): Promise<string> {
  const name = `check_${suffix}_${databases++}`;
  await admin.query(`CREATE DATABASE ${name} ${how}`);
  return name;
}

it("reports nothing for a usable database", async () => {
  expect(await whatIsWrong(migrated.url)).toBeNull();
  expect(await whatIsWrong(urlOf(await makeDatabase()))).toBeNull();
});

it("names each missing right with the statement that grants it, after which everything works", async () => {
  const name = await makeDatabase();
  await admin.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  const url = urlOf(name, { as: ROLE });
  const there = await connect(urlOf(name));
  await there.query("REVOKE ALL ON SCHEMA public FROM PUBLIC");
  const granted: string[] = [];
  for (let wrong = await whatIsWrong(url); wrong !== null; wrong = await whatIsWrong(url)) {
    const [, statement = ""] = /Run as an administrator: (.*;)$/.exec(wrong) ?? [];
    expect(granted).not.toContain(statement);
    await there.query(statement);
    granted.push(statement);
  }
  await there.end();
  expect(granted).toEqual([
    `GRANT CONNECT ON DATABASE ${name} TO ${ROLE};`,
    `GRANT USAGE, CREATE ON SCHEMA public TO ${ROLE};`,
    `CREATE SCHEMA pgboss AUTHORIZATION ${ROLE};`,
  ]);
  await migrate(url);
  const boss = createBoss(url, { sendOnly: true });
  await boss.start();
  await boss.stop({ graceful: false });
  expect(await whatIsWrong(url)).toBeNull();
});

it.each([
  ...["9.6.24", "13.23", "13.23 (Debian 13.23-1.pgdg120+1)"].map((version) => [version, true] as const),
  ...["14.0", "15.18 (Debian 15.18-0+deb12u1)", "18beta1", "19devel"].map(
    (version) => [version, false] as const,
  ),
])("PostgreSQL %s: refused as too old is %s", (version, isRefused) => {
  const said = `Phase needs PostgreSQL 14 or newer, and this is ${version}.`;
  expect(outdatedBecause(version)?.startsWith(said) ?? false).toBe(isRefused);
});

describe("an unusable database is refused in a sentence", () => {
  it("tables of another role", async () => {
    expect(await whatIsWrong(urlOf(new URL(migrated.url).pathname.slice(1), { as: ROLE }))).toMatch(
      /The tables belong to the role phase.* PHASE_MIGRATION_DATABASE_URL/,
    );
  });

  it.each([
    ["ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0", "The encoding is SQL_ASCII"],
    ["ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", "The encoding is LATIN1"],
  ])("%s", async (how, part) => {
    expect(await whatIsWrong(urlOf(await makeDatabase(how)))).toContain(part);
  });

  it.each([
    ["default_transaction_read_only = on", "is read-only"],
    ["session_replication_role = replica", "session_replication_role is replica"],
  ])("%s", async (setting, part) => {
    const name = await makeDatabase();
    await admin.query(`ALTER DATABASE ${name} SET ${setting}`);
    expect(await whatIsWrong(urlOf(name))).toContain(part);
  });

  it("a role without a free connection", async () => {
    await admin.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT 0`);
    expect(await whatIsWrong(urlOf("postgres", { as: ROLE }))).toMatch(/no free connections.*\(53300\)$/);
    await admin.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT -1`);
  });

  it.each([
    [
      "a wrong password",
      () => urlOf("postgres", { as: ROLE, password: "hush" }),
      /refuses the user or password.*%23.*\(28P01\)$/,
    ],
    ["no password", () => urlOf("postgres", { as: ROLE, password: "" }), /DATABASE_URL has none/],
    ["a missing database", () => urlOf("nowhere"), /doesn't exist.*\(3D000\)$/],
    ["a closed port", () => "postgresql://u:hush@127.0.0.1:1/x", /Nothing listens.*\(ECONNREFUSED\)$/],
    ["several closed addresses", () => "postgresql://u:hush@localhost:1/x", /Nothing listens/],
    ["an unknown host", () => "postgresql://u:hush@nowhere.invalid/x", /host name/],
    ["no socket", () => "postgresql:///x?host=/nowhere", /No database socket.*\(ENOENT\)$/],
    [
      "a server without TLS",
      () => `${urlOf("postgres")}?sslmode=verify-full`,
      /doesn't support TLS.*sslmode=disable/,
    ],
  ])("%s", async (_, url, says) => {
    const wrong = await whatIsWrong(url());
    expect(wrong).toMatch(says);
    expect(wrong).not.toContain("hush");
    await expect(checkDatabase(url())).rejects.toThrow(
      /^The database in DATABASE_URL \(.*\) can't be used\. /,
    );
  });
});
