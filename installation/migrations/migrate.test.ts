import { readFile } from "node:fs/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { migrate } from "./migrate";
import { MIGRATED_SCHEMA_FILE, migrationDiff, SCHEMA_FILE } from "./migration-diff";
import { migrationNames } from "./migrations";
import { testDatabase, type TestDatabase } from "../testing/database";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = await connect(database.url);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function count(statement: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(statement);
  return Number(rows[0]?.count);
}

describe("migrations", () => {
  it("cover every change of the schema (if not: node scripts/run.mjs migration-new NAME)", async () => {
    const [migrated, schema] = await Promise.all(
      [MIGRATED_SCHEMA_FILE, SCHEMA_FILE].map((file) => readFile(file, "utf8")),
    );
    expect(await migrationDiff(database.url, migrated ?? "", schema ?? "")).toBe("");
  });

  it("are applied once, however many processes start together", async () => {
    const name = "migrate_together";
    const admin = await connect(inject("adminDatabaseUrl"), PATIENT);
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(inject("adminDatabaseUrl"));
    url.pathname = `/${name}`;
    await Promise.all([migrate(url.href), migrate(url.href), migrate(url.href)]);
    const applied = await connect(url.href);
    const { rowCount } = await applied.query(
      "SELECT 1 FROM _prisma_migrations WHERE finished_at IS NOT NULL",
    );
    await applied.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
    expect(rowCount).toBe((await migrationNames()).length);
  });

  it("refuse a database that a newer version made", async () => {
    const newer = await testDatabase();
    await newer.db.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('x', 'x', '99990101000000_later', now())`;
    await expect(migrate(newer.url)).rejects.toThrow("newer version");
    await newer.drop();
  });
});

describe("rules in the database", () => {
  it("keep audit entries as they were written", async () => {
    const { db } = database;
    const organisation = await db.organisation.create({ data: { name: "Acme" } });
    await db.auditEntry.create({
      data: { organisationId: organisation.id, action: "a", actor: "b", subjectType: "c" },
    });
    await expect(client.query("UPDATE audit_entry SET actor = 'x'")).rejects.toThrow(
      "audit_entry is append-only",
    );
    await expect(client.query("DELETE FROM audit_entry")).rejects.toThrow("audit_entry is append-only");
    for (const table of ["audit_entry", "event", "audit_link", "organisation"]) {
      await expect(client.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow("is append-only");
    }
    expect(await count("SELECT count(*) FROM audit_entry")).toBe(1);
  });

  it("announce a change with ids only", async () => {
    const { db } = database;
    const notified = new Promise<string>((done) => {
      client.once("notification", ({ payload }: pg.Notification) => done(payload ?? ""));
    });
    await client.query("LISTEN phase_change");
    const organisation = await db.organisation.create({ data: { name: "Bell" } });
    const app = await db.app.create({ data: { organisationId: organisation.id, name: "App" } });
    const environment = await db.environment.create({ data: { appId: app.id, name: "Dev", position: 0 } });
    const secret = await db.secret.create({
      data: { environmentId: environment.id, key: "KEY", envelope: "sealed" },
    });
    expect(JSON.parse(await notified)).toEqual({
      table: "secret",
      id: secret.id,
      environment_id: environment.id,
    });
  });

  it("refuse a secret that is neither static nor rotating", async () => {
    const environment = await database.db.environment.findFirstOrThrow();
    const create = database.db.secret.create({ data: { environmentId: environment.id, key: "NOTHING" } });
    await expect(create).rejects.toThrow("secret_static_or_rotating");
  });
});
