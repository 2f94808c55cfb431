/** Prisma's schema engine as WebAssembly: a tool for writing new migrations, which no start needs. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { connectionTo } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { ROOT } from "../root";
import { MIGRATIONS_DIR } from "./migrations";

export const SCHEMA_FILE = join(ROOT, "prisma/schema.prisma");
/** The schema after the newest migration. */
export const MIGRATED_SCHEMA_FILE = join(MIGRATIONS_DIR, "schema.prisma");

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * SQL that takes a database from one Prisma schema (empty text: nothing) to another. Empty if they agree. The
 * engine needs a PostgreSQL to talk to, and doesn't change `databaseUrl`.
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

async function withEngine<T>(
  databaseUrl: string,
  work: (engine: glue.SchemaEngine) => Promise<T>,
): Promise<T> {
  await (instantiated ??= instantiate());
  const schema = await readFile(SCHEMA_FILE, "utf8");
  const pool = new pg.Pool(connectionTo(databaseUrl, PATIENT));
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    return await work(
      await glue.SchemaEngine.new({ datamodels: [[SCHEMA_FILE, schema]] }, () => {}, factory),
    );
  } finally {
    await pool.end();
  }
}

let instantiated: Promise<void> | undefined;

// The package's own entry imports the .wasm as a module, which Node supports only behind a flag.
async function instantiate(): Promise<void> {
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(file.replace(/\.js$/, ".wasm"));
  const imports: Record<string, unknown> = { ...glue };
  for (const name of Object.keys(glue).filter((key) => key.startsWith("__wbg_setTimeout_"))) {
    // The engine guards its steps with long timers and leaves them behind. They must not keep this process
    // running.
    imports[name] = (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref();
  }
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": imports as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start !== "function") throw new Error("The schema engine's WebAssembly has no start function");
  Reflect.apply(start, undefined, []);
}
