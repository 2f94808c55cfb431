import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { connect } from "@/lib/database/connect";
import { VERSION } from "@/lib/version";
import { type TestDatabase, testDatabase } from "../testing/database";
import { fillEveryTable } from "../testing/fill-every-table";
import { loadDatabase } from "./load";
import { migrationNames } from "../migrations/migrations";
import { LinesDigest, linesOf } from "./saved-file";
import { saveDatabase, tablesInOrder } from "./save";

const KEY = { id: "k1", key: randomBytes(32) };
const KEYRING = new Keyring([KEY]);

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
  await saveDatabase(source.url, KEYRING, async (line) => void lines.push(line));
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

it("restores every row of every table, and nothing else", async () => {
  const before = await contents(source.url);
  expect(Object.values(before)).not.toContain("");
  expect(await loadDatabase(target(), KEYRING, fileOf(lines))).toBe(Object.keys(before).length);
  expect(await contents(target())).toEqual(before);
});

it("refuses a truncated, damaged, foreign or newer file, and loads nothing", async () => {
  const broken = {
    "is truncated": lines.slice(0, -1),
    "Line 3 of the file is damaged": lines.with(2, lines[2]?.slice(0, -4) ?? ""),
    "wasn't created by": ["{}", ...lines],
    "A newer version of Phase saved the file": lines.with(0, (lines[0] ?? "").replace('["2026', '["9026')),
    "is truncated: its": lines.toSpliced(-2, 1),
  };
  for (const [message, file] of Object.entries(broken)) {
    await expect(loadDatabase(target(), KEYRING, fileOf(file))).rejects.toThrow(message);
  }
  expect(await loadDatabase(target(), KEYRING, fileOf(lines))).toBe(lines.length - 2);
});

it("refuses a changed file, and one of another key ring", async () => {
  const nth = lines.findIndex((line) => line.includes('"table":"organisation"'));
  const changed = lines.with(nth, (lines[nth] ?? "").replace(/"name": ?"/, '"name": "x'));
  expect(changed[nth]).not.toBe(lines[nth]);
  await expect(loadDatabase(target(), KEYRING, fileOf(changed))).rejects.toThrow("was changed");
  const other = new Keyring([{ id: "k1", key: randomBytes(32) }]);
  await expect(loadDatabase(target(), other, fileOf(lines))).rejects.toThrow("differs from the key ring");
  const rotated = new Keyring([{ id: "k2", key: randomBytes(32) }, KEY]);
  expect(await loadDatabase(target(), rotated, fileOf(lines))).toBe(lines.length - 2);
});

it("records the version, the installation and the time of the backup", () => {
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    version: VERSION,
    savedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
    instanceId: expect.any(String) as string,
  });
});

it("refuses a database with rows", async () => {
  await loadDatabase(target(), KEYRING, fileOf(lines));
  await expect(loadDatabase(target(), KEYRING, fileOf(lines))).rejects.toThrow("The database isn't empty");
});

it("migrates the rows of an older version", async () => {
  const [head = "", ...rows] = lines;
  const names = await migrationNames();
  expect(JSON.parse(head)).toMatchObject({ migrations: names });
  const head4 = { ...(JSON.parse(head) as object), migrations: names.slice(0, 3) };
  const older = [JSON.stringify(head4), rows.find((line) => line.includes('"table":"organisation"')) ?? ""];
  const digest = new LinesDigest();
  for (const line of older) digest.add(line);
  older.push(JSON.stringify({ end: true, rows: 1, digest: digest.keyed(KEYRING) }));
  expect(await loadDatabase(target(), KEYRING, fileOf(older))).toBe(1);
  expect((await contents(target())).organisation).toBe((await contents(source.url)).organisation);
});
