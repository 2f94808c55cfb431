import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { connect } from "@/lib/database/connect";
import { type TestDatabase, testDatabase } from "../testing/database";
import { loadDatabase } from "./load";
import { migrationNames } from "../migrations/migrations";
import { linesOf } from "./saved-file";
import { saveDatabase, tablesInOrder } from "./save";

let source: TestDatabase;
let lines: string[];
let name: string;
const folder = mkdtempSync(join(tmpdir(), "phase-saved-"));

beforeAll(async () => {
  source = await testDatabase();
  await fillEveryTable(source.url);
  lines = [];
  await saveDatabase(source.url, async (line) => void lines.push(line));
});
afterAll(async () => {
  await source.drop();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  name = `loaded_${randomBytes(6).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name}`);
});
afterEach(() => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`));

const target = () => Object.assign(new URL(inject("adminDatabaseUrl")), { pathname: `/${name}` }).href;

async function asAdmin(statement: string): Promise<void> {
  const client = await connect(inject("adminDatabaseUrl"));
  await client.query(statement);
  await client.end();
}

/** What constraints ask for. */
const RULED: Record<string, unknown> = {
  "instance.id": 1,
  "rotating_secret.revocation_delay_seconds": 6,
  "rotating_secret.key_lifetime_seconds": 100_000,
  "secret.rotating_secret_id": null,
  "delivery.mail_to": null,
};

/** A row for each table, whatever its columns: texts that are hard to carry, and times with microseconds. */
async function fillEveryTable(url: string): Promise<void> {
  const client = await connect(url);
  await client.query("SET session_replication_role = replica");
  for (const table of await tablesInOrder(client)) {
    const { rows } = await client.query<{ column: string; type: string; label: string | null }>(
      `SELECT attname AS column, atttypid::regtype::text AS type,
              (SELECT enumlabel FROM pg_enum WHERE enumtypid = atttypid LIMIT 1) AS label
         FROM pg_attribute WHERE attrelid = format('public.%I', $1::text)::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    const value = ({ column, type, label }: (typeof rows)[number]): unknown => {
      const ruled = RULED[`${table}.${column}`];
      if (ruled !== undefined) return ruled;
      if (label !== null) return label;
      if (type === "uuid") return "018f0000-0000-7000-8000-000000000001";
      if (type.startsWith("timestamp")) return "2026-03-29 01:30:00.123456+00";
      if (type === "boolean") return true;
      if (type === "bigint") return "9007199254740993";
      if (type === "integer") return 7;
      if (type === "double precision") return 0.1;
      if (type === "jsonb") return '[{"a": [1, null, "\\u0001\\u2028é"]}]';
      if (type === "bytea") return Buffer.from([0, 255, 10]);
      if (type.endsWith("[]")) return type === "uuid[]" ? [] : ["a,b", '{"', "", "NULL"];
      return "line\r\n'quote\" \\ \u2028 \u{1F600}";
    };
    const columns = rows.map(({ column }) => `"${column}"`).join(", ");
    const places = rows.map((_, index) => `$${index + 1}`).join(", ");
    await client.query(`ALTER TABLE public."${table}" DISABLE TRIGGER ALL`);
    await client.query(`INSERT INTO public."${table}" (${columns}) VALUES (${places})`, rows.map(value));
  }
  await client.end();
}

async function contents(url: string): Promise<Record<string, unknown>> {
  const client = await connect(url);
  const found: Record<string, unknown> = {};
  for (const table of await tablesInOrder(client)) {
    const { rows } = await client.query<{ rows: string }>(
      `SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS rows FROM public."${table}" t`,
    );
    found[table] = rows[0]?.rows;
  }
  await client.end();
  return found;
}

function fileOf(written: readonly string[]): AsyncGenerator<string> {
  const path = join(folder, randomBytes(6).toString("hex"));
  writeFileSync(path, written.map((line) => `${line}\n`).join(""));
  return linesOf(path);
}

it("carries every row of every table over as it is, and nothing else", async () => {
  const before = await contents(source.url);
  expect(Object.values(before)).not.toContain("");
  expect(await loadDatabase(target(), fileOf(lines))).toBe(Object.keys(before).length);
  expect(await contents(target())).toEqual(before);
});

it("refuses a file that is cut off, damaged, foreign or newer, and loads nothing then", async () => {
  const broken = {
    "is cut off": lines.slice(0, -1),
    "Line 3 of the file is damaged": lines.with(2, lines[2]?.slice(0, -4) ?? ""),
    "was not made by": ["{}", ...lines],
    "made by a newer version of Phase": lines.with(0, (lines[0] ?? "").replace('"2026', '"9026')),
    "is cut off: its": lines.toSpliced(-2, 1),
  };
  for (const [message, file] of Object.entries(broken)) {
    await expect(loadDatabase(target(), fileOf(file))).rejects.toThrow(message);
  }
  expect(await loadDatabase(target(), fileOf(lines))).toBe(lines.length - 2);
});

it("refuses a database that has rows", async () => {
  await loadDatabase(target(), fileOf(lines));
  await expect(loadDatabase(target(), fileOf(lines))).rejects.toThrow("The database is not empty");
});

it("the rows of an older version are brought up to date", async () => {
  const [head = "", ...rows] = lines;
  const names = await migrationNames();
  expect(JSON.parse(head)).toMatchObject({ migrations: names });
  const older = [
    JSON.stringify({ format: "phase-database-1", migrations: names.slice(0, 3) }),
    rows.find((line) => line.includes('"table":"organisation"')) ?? "",
    '{"end":true,"rows":1}',
  ];
  expect(await loadDatabase(target(), fileOf(older))).toBe(1);
  expect((await contents(target())).organisation).toBe((await contents(source.url)).organisation);
});
