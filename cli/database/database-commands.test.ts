import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appSchema } from "@/lib/api/apps";
import { setupCode } from "@/lib/first-run/setup-code";
import { Keyring } from "@/lib/crypto/keyring";
import { ensureInstance } from "@/lib/instance/instance";
import { ensureCompiled } from "@/installation/programs/compile";
import { startEmbedded } from "@/installation/postgres/embedded";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { INSTALLED, runCli } from "../testing/cli-process";
import { quickFolder } from "@/installation/testing/quick-folder";

const KEYS = { k1: randomBytes(32), k2: randomBytes(32), k3: randomBytes(32) };
const PASSWORD = "a quiet harbour in november";

const ring = (...ids: (keyof typeof KEYS)[]) =>
  ids.map((id) => `${id}:${KEYS[id].toString("base64")}`).join(",");

let database: TestDatabase;
let provider: Server;
let dataDir: string;
beforeAll(async () => {
  await ensureCompiled();
  database = await testDatabase();
  dataDir = await mkdtemp(join(quickFolder(), "phase-cli-data-"));
  provider = createServer((_request, response) => response.writeHead(401).end()).listen(0, "127.0.0.1");
  await once(provider, "listening");
});
afterAll(async () => {
  provider.close();
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function phase(args: string[], { keys = ring("k1"), input = "", env = {} } = {}) {
  const { port } = provider.address() as AddressInfo;
  const settings = {
    DATABASE_URL: database.url,
    PHASE_DATA_DIR: dataDir,
    PHASE_ENCRYPTION_KEYS: keys,
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    PHASE_SERVICE_TOKEN: undefined,
  };
  return await runCli(args, { program: INSTALLED, input, env: { ...settings, ...env } });
}

test("database migrate takes its secrets from files", async () => {
  const file = join(dataDir, "database-url");
  await writeFile(file, `${database.url}\n`);
  const given = { DATABASE_URL: undefined, DATABASE_URL_FILE: file };
  const migrated = await phase(["database", "migrate"], { env: given });
  expect(migrated).toEqual({ code: 0, stdout: "The database is up to date.\n", stderr: "" });
  const twice = await phase(["database", "migrate"], { env: { ...given, DATABASE_URL: database.url } });
  expect(twice).toMatchObject({ code: 1, stdout: "" });
  expect(twice.stderr).toContain("DATABASE_URL and DATABASE_URL_FILE are both set");
});

test("bootstrap prints JSON and nothing else; it refuses a weak password and a second owner", async () => {
  const args = ["bootstrap", "--email", "ada@example.com", "--password-stdin", "--token-name", "ci"];
  const weak = await phase(args, { input: "short\n" });
  expect(weak).toMatchObject({ code: 1, stdout: "" });
  expect(weak.stderr).toContain("15");
  expect(await database.db.user.count()).toBe(0);

  const first = await phase(args, { input: `${PASSWORD}\n` });
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const made = JSON.parse(first.stdout) as { organisationId: string; token: string; apps: unknown[] };
  expect(Object.keys(made).sort()).toEqual(["apps", "organisationId", "token", "tokenExpiresAt"]);
  expect(appSchema.parse(made.apps[0]).environments).toHaveLength(3);
  const tokens = await database.db.serviceToken.findMany();
  expect(tokens).toMatchObject([{ organisationId: made.organisationId, name: "ci", scopes: ["admin"] }]);

  const second = await phase(args, { input: `${PASSWORD}\n` });
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toContain("owner");
});

test("bootstrap works, and ends, beside a program that runs the bundled PostgreSQL of the same data folder", async () => {
  const folder = await mkdtemp(join(quickFolder(), "phase-cli-beside-"));
  const running = await startEmbedded(folder, { settings: { fsync: "off" } });
  try {
    const env = { DATABASE_URL: undefined, PHASE_DATA_DIR: folder };
    const args = ["bootstrap", "--email", "ada@example.com", "--password-stdin"];
    expect(await phase(args, { input: `${PASSWORD}\n`, env })).toMatchObject({ code: 0, stderr: "" });
  } finally {
    await running.stop();
    await rm(folder, { recursive: true });
  }
});

test("bootstrap needs a password on standard input", async () => {
  expect(await phase(["bootstrap", "--email", "a@example.com", "--password-stdin"])).toMatchObject({
    code: 1,
    stderr: "phase: Standard input has no password.\n",
  });
  expect((await phase(["bootstrap", "--email", "a@example.com"])).code).toBe(2);
  const noAddress = await phase(["bootstrap", "--email", "ada", "--password-stdin"], { input: PASSWORD });
  expect(noAddress.stderr).toBe("phase: Enter a valid email.\n");
});

test("keys rotate re-encrypts stored values and says when the previous key can be removed", async () => {
  await ensureInstance(database.db, new Keyring([{ id: "k1", key: KEYS.k1 }]));

  const before = await phase(["keys", "status"], { keys: ring("k2", "k1") });
  expect(before.code).toBe(0);
  expect(before.stdout).toContain("k1: 1 value (instance.canary 1); still needed: phase keys rotate");

  const rotated = await phase(["keys", "rotate"], { keys: ring("k2", "k1") });
  expect(rotated.code).toBe(0);
  expect(rotated.stdout).toContain("Moved 1 value to key k2.\n");
  expect(rotated.stdout).toContain("k1: 0 values; may be removed from PHASE_ENCRYPTION_KEYS");

  const missing = await phase(["keys", "status"], { keys: ring("k3") });
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain("k2: 1 value (instance.canary 1); NOT IN THE RING");
  await rewindTo("k1");
});

/** The canary under `id` only, for the following tests. */
async function rewindTo(id: keyof typeof KEYS): Promise<void> {
  await database.db.instance.deleteMany();
  await ensureInstance(database.db, new Keyring([{ id, key: KEYS[id] }]));
}

test("doctor has a line for each check and fails if one is bad", async () => {
  const silent = await phase(["doctor"]);
  expect(silent.code).toBe(1);
  expect(silent.stdout).toMatch(/^bad {2}worker +none is running/m);

  const at = new Date();
  await database.db.workerHeartbeat.create({ data: { workerId: "w", startedAt: at, at } });
  const well = await phase(["doctor"]);
  expect(well.code).toBe(0);
  expect(well.stdout.match(/^(ok |bad) {2}[a-z ]+?(?= {2})/gm)).toEqual(
    [
      "settings",
      "database",
      "migrations",
      "key ring",
      "seal",
      "owner",
      "proxies",
      "worker",
      "provider",
      "clock",
    ].map((name) => `ok   ${name}`),
  );

  await database.db.workerHeartbeat.updateMany({ data: { at: new Date(at.getTime() - 120_000) } });
  const late = await phase(["doctor"], {
    keys: ring("k3"),
    env: { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" },
  });
  expect(late.code).toBe(1);
  expect(late.stdout.match(/^bad {2}[a-z ]+?(?= {2})/gm)).toEqual([
    "bad  key ring",
    "bad  seal",
    "bad  worker",
    "bad  provider",
  ]);
});

test("doctor reports a seal without changing it", async () => {
  const copy = await testDatabase();
  const keyring = new Keyring([{ id: "k1", key: KEYS.k1 }]);
  await ensureInstance(copy.db, keyring);
  const at = new Date();
  await copy.db.workerHeartbeat.create({ data: { workerId: "w", startedAt: at, at } });
  await copy.db.instance.updateMany({ data: { home: "database:1:1" } });
  const sealed = await phase(["doctor"], { env: { DATABASE_URL: copy.url } });
  expect(sealed.code).toBe(1);
  expect(sealed.stdout).toMatch(/^bad {2}seal +sealed, rotations are stopped\. .*adopt-instance$/m);
  const adopted = await phase(["adopt-instance"], { env: { DATABASE_URL: copy.url } });
  expect(adopted).toMatchObject({ code: 0, stderr: "" });
  expect((await phase(["doctor"], { env: { DATABASE_URL: copy.url } })).code).toBe(0);
  expect((await copy.db.instance.findUniqueOrThrow({ where: { id: 1 } })).historyLostAt).not.toBeNull();
  await copy.drop();
});

test("doctor says how to create the first account, with the setup code", async () => {
  const fresh = await testDatabase();
  const env = { DATABASE_URL: fresh.url, NEXTAUTH_SECRET: "the same text on every machine, long enough" };
  const unopened = await phase(["doctor"], { env });
  expect(unopened.stdout).toMatch(/^ok {3}owner +has no account yet\. .*npm run web shows$/m);
  await ensureInstance(fresh.db, new Keyring([{ id: "k1", key: KEYS.k1 }]), undefined);
  const code = await setupCode(fresh.db, env.NEXTAUTH_SECRET);
  const opened = await phase(["doctor"], { env });
  expect(opened.stdout).toContain(
    `has no account yet. open http://localhost:3000 and create it with the setup code ${code}\n`,
  );
  const elsewhere = await phase(["doctor"], {
    env: { ...env, NEXTAUTH_SECRET: undefined, PHASE_DATA_DIR: join(dataDir, "elsewhere") },
  });
  expect(elsewhere.stdout).toContain("with the setup code that the terminal of npm start");
  await fresh.drop();
});

test("doctor starts no database and creates no file", async () => {
  const folder = await mkdtemp(join(quickFolder(), "phase-cli-still-"));
  const env = { DATABASE_URL: undefined, PHASE_ENCRYPTION_KEYS: undefined, PHASE_DATA_DIR: folder };
  const unmade = await phase(["doctor"], { env });
  expect(unmade.stdout).toMatch(/^bad {2}database +.* has no database yet\. npm start creates it$/m);
  expect(await readdir(folder)).toEqual([]);

  const server = await startEmbedded(folder, { settings: { fsync: "off" } });
  await writeFile(join(folder, "encryption-keys"), ring("k1"));
  expect((await phase(["doctor"], { env })).stdout).toMatch(/^ok {3}database +PostgreSQL 18/m);
  await server.stop();
  const before = await readdir(folder, { recursive: true });
  const stopped = await phase(["doctor"], { env });
  expect(stopped.stdout).toMatch(
    /^bad {2}database +the bundled database in .* is not running\. npm start starts it$/m,
  );
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  await rm(folder, { recursive: true });
});

test("a bundled PostgreSQL's data can be moved to another one", async () => {
  const folder = await mkdtemp(join(quickFolder(), "phase-cli-carry-"));
  const file = join(folder, "carried-over.jsonl");
  const env = { DATABASE_URL: undefined, PHASE_DATA_DIR: join(folder, "data") };
  const bootstrap = () =>
    phase(["bootstrap", "--email", "ada@example.com", "--password-stdin"], { input: `${PASSWORD}\n`, env });
  expect(await bootstrap()).toMatchObject({ code: 0 });
  expect((await phase(["database", "save", file], { env })).stdout).toMatch(/^Saved \d+ rows to /);
  expect((await phase(["database", "save", file], { env })).stderr).toContain("Couldn't create the file");
  expect((await phase(["database", "load", file], { env })).stderr).toContain("The database isn't empty");
  for (const part of ["postgres", "postgres.json"]) {
    await rename(join(folder, "data", part), join(folder, part));
  }
  expect(await phase(["database", "load", file], { env })).toMatchObject({ code: 0, stderr: "" });
  expect((await bootstrap()).stderr).toContain("owner");
  await rm(folder, { recursive: true });
});

test("doctor names invalid settings and an unreachable database, without the password", async () => {
  const wrong = await phase(["doctor"], { env: { PHASE_RETRY_SCALE: "much" } });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain("PHASE_RETRY_SCALE must be");
  expect(wrong.stdout.trim().split("\n")).toHaveLength(1);

  const away = await phase(["doctor"], { env: { DATABASE_URL: "postgresql://u:hush-hush@127.0.0.1:1/x" } });
  expect(away.code).toBe(1);
  expect(away.stdout).toMatch(/^bad {2}database +.*ECONNREFUSED/m);
  expect(away.stdout + away.stderr).not.toContain("hush-hush");
});
