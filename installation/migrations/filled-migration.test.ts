import { randomBytes } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { connect } from "@/lib/database/connect";
import { applyMigrations } from "./migrate";
import { readMigrations } from "./migrations";
import { tablesInOrder } from "../saved/save";
import { fillEveryTable } from "../testing/fill-every-table";

const name = `filled_${randomBytes(6).toString("hex")}`;
let admin: pg.Client;
let client: pg.Client;

beforeAll(async () => {
  admin = await connect(inject("adminDatabaseUrl"));
  await admin.query(`CREATE DATABASE ${name} STRATEGY FILE_COPY`);
  const url = new URL(inject("adminDatabaseUrl"));
  url.pathname = `/${name}`;
  client = await connect(url.href);
});
afterAll(async () => {
  await client.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});

it("every migration takes a database along that has a row in each table", async () => {
  const migrations = await readMigrations();
  for (const [index] of migrations.entries()) {
    await applyMigrations(client, migrations.slice(0, index + 1));
    const tables = await tablesInOrder(client);
    const empty: string[] = [];
    for (const table of tables) {
      const { rowCount } = await client.query(`SELECT FROM public."${table}" LIMIT 1`);
      if (rowCount === 0) empty.push(table);
    }
    // Earlier rows have gone through the migration. Tables that it created are still empty.
    const filledBefore = tables.filter((table) => !empty.includes(table));
    if (index > 0) expect(filledBefore.length, migrations[index]?.name).toBeGreaterThan(0);
    // Otherwise not even the owner can empty an append-only table.
    await client.query("SET session_replication_role = replica");
    await client.query(`TRUNCATE ${tables.map((table) => `public."${table}"`).join(", ")} CASCADE`);
    await client.query("RESET session_replication_role");
    await fillEveryTable(client);
  }
}, 120_000);
