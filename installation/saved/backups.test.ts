import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { type TestDatabase, testDatabase } from "../testing/database";
import { type BackupPlan, backUpIfDue, keepBackups } from "./backups";
import { loadDatabase } from "./load";
import { linesOf } from "./saved-file";

let database: TestDatabase;
let empty: TestDatabase;
let folder: string;
let plan: BackupPlan;
const keyring = new Keyring([{ id: "k1", key: randomBytes(32) }]);
beforeAll(async () => {
  [database, empty] = [await testDatabase(), await testDatabase()];
  await database.db.organisation.create({ data: { name: "Acme" } });
});
afterAll(async () => {
  await database.drop();
  await empty.drop();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-backups-"));
  plan = { databaseUrl: database.url, keyring, folder: join(folder, "backups"), everyHours: 24, keep: 2 };
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (hours: number) => new Date(Date.UTC(2030, 0, 1, hours));
const files = () => readdirSync(plan.folder).toSorted();

it("makes one when it is due, keeps the newest, and leaves other files alone", async () => {
  const first = await backUpIfDue(plan, at(0));
  expect(first).toBe(join(plan.folder, "phase-2030-01-01T00-00-00Z.jsonl"));
  expect(await backUpIfDue(plan, at(23))).toBeNull();
  writeFileSync(join(plan.folder, "mine.jsonl"), "");
  for (const hours of [24, 48]) expect(await backUpIfDue(plan, at(hours))).not.toBeNull();
  expect(files()).toEqual([
    "mine.jsonl",
    "phase-2030-01-02T00-00-00Z.jsonl",
    "phase-2030-01-03T00-00-00Z.jsonl",
  ]);
  expect(statSync(join(plan.folder, files()[1] ?? "")).mode & 0o777).toBe(0o600);
});

it("makes what can be restored", async () => {
  const path = (await backUpIfDue(plan, at(0))) ?? "";
  await loadDatabase(empty.url, keyring, linesOf(path));
  expect((await empty.db.organisation.findFirstOrThrow()).name).toBe("Acme");
});

it("leaves nothing half done behind, and removes no older one for it", async () => {
  await backUpIfDue(plan, at(0));
  const before = files();
  const asked = new AbortController();
  asked.abort(new Error("Stopped."));
  await expect(backUpIfDue(plan, at(48), asked.signal)).rejects.toThrow("Stopped.");
  const away = { ...plan, databaseUrl: "postgresql://127.0.0.1:1/x" };
  await expect(backUpIfDue(away, at(48))).rejects.toThrow();
  expect(files()).toEqual(before);
});

it("runs until it is stopped, and says what it made", async () => {
  const log = { info: vi.fn(), error: vi.fn() };
  const backups = keepBackups(plan, log);
  await vi.waitFor(() => expect(log.info).toHaveBeenCalled(), { timeout: 20_000 });
  await backups.stop();
  expect(log.error).not.toHaveBeenCalled();
  expect(files()).toHaveLength(1);
});
