import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { connect } from "@/lib/database/connect";
import { type TestDatabase, testDatabase } from "../testing/database";
import { fillEveryTable } from "../testing/fill-every-table";
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
  const client = await connect(source.url);
  await fillEveryTable(client);
  await client.end();
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
