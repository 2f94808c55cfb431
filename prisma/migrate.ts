import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { connect, connectionTo } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";

const PRISMA_DIR = fileURLToPath(new URL(".", import.meta.url));
export const MIGRATIONS_DIR = join(PRISMA_DIR, "migrations");
export const SCHEMA_FILE = join(PRISMA_DIR, "schema.prisma");
/** The schema as the newest migration leaves it. */
export const MIGRATED_SCHEMA_FILE = join(MIGRATIONS_DIR, "schema.prisma");

// Any constant will do; every process of this program has to use the same.
const ADVISORY_LOCK = "7238914402316157";
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Brings a database to the newest migration; several processes may call it at once.
 * @throws Error when a migration fails or the database is ahead of this program's migrations.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const names = await migrationNames();
  const client = await connect(databaseUrl, PATIENT);
  try {
    if (await isUpToDate(client, names)) return;
    await client.query(`SELECT pg_advisory_lock(${ADVISORY_LOCK})`);
    if (await isUpToDate(client, names)) return;
    const migrationsList = await migrationList();
    await withEngine(databaseUrl, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
    );
  } finally {
    // Ending the connection lets go of the lock.
    await client.end();
  }
}

/**
 * SQL that takes a database from one Prisma schema (empty text: nothing) to another; empty when they agree.
 * The engine wants some PostgreSQL to talk to, and leaves `databaseUrl` as it is.
 */
export async function migrationDiff(databaseUrl: string, from: string, to: string): Promise<string> {
  const datamodel = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: SCHEMA_FILE, content }],
  });
  const { stdout } = await withEngine(databaseUrl, (engine) =>
    engine.diff({
      from: from === "" ? { tag: "empty" } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  const sql = stdout?.trim() ?? "";
  return sql === "-- This is an empty migration." ? "" : sql;
}

/** Names of the migrations in the folder, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

async function isUpToDate(client: pg.Client, names: string[]): Promise<boolean> {
  const table = await client.query<{ there: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (table.rows[0]?.there !== true) return names.length === 0;
  const applied = await client.query<{ migration_name: string; finished: boolean }>(
    "SELECT migration_name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const finished = new Set(applied.rows.filter((row) => row.finished).map((row) => row.migration_name));
  const known = new Set(names);
  const ahead = [...finished].filter((name) => !known.has(name));
  if (ahead.length > 0) {
    throw new Error(
      `The database was made by a newer version of this program (it has the migration ${ahead[0]}). Start that version, or use another database.`,
    );
  }
  return names.every((name) => finished.has(name));
}

async function migrationList(): Promise<MigrationList> {
  const names = await migrationNames();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => {
      const value = await readFile(join(MIGRATIONS_DIR, name, "migration.sql"), "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );
  const lockfile = await readFile(join(MIGRATIONS_DIR, "migration_lock.toml"), "utf8");
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: "migration_lock.toml", content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

let instantiated: Promise<void> | undefined;

// Prisma's own way cuts a script at every semicolon, also inside a function's body. Sent whole it is one transaction.
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  }
}

async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  await (instantiated ??= instantiate());
  const schema = await readFile(SCHEMA_FILE, "utf8");
  const pool = new pg.Pool(connectionTo(databaseUrl, PATIENT));
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    return await work(
      await glue.SchemaEngine.new({ datamodels: [[SCHEMA_FILE, schema]] }, () => {}, factory),
    );
  } finally {
    await pool.end();
  }
}

// The package's own entry imports the .wasm as a module, which Node does only behind a flag.
async function instantiate(): Promise<void> {
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(file.replace(/\.js$/, ".wasm"));
  const imports: Record<string, unknown> = { ...glue };
  for (const name of Object.keys(glue).filter((key) => key.startsWith("__wbg_setTimeout_"))) {
    // It guards its own steps with long timers and leaves them behind; they must not keep this process running.
    imports[name] = (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref();
  }
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": imports as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start !== "function") throw new Error("The schema engine's WebAssembly has no start function");
  start();
}
