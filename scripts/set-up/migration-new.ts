// node scripts/run.mjs migration-new NAME: writes the migration for the changes in prisma/schema.prisma.
// With --rewrite-init instead of NAME, rewrites the first one (only before it was ever released).
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { say, warn } from "@/lib/terminal";
import { startEmbedded } from "@/installation/postgres/embedded";
import { MIGRATED_SCHEMA_FILE, migrationDiff, SCHEMA_FILE } from "@/installation/migrations/migration-diff";
import { migrationNames, MIGRATIONS_DIR } from "@/installation/migrations/migrations";
import { requiredColumns } from "@/installation/migrations/required-columns";

const name = process.argv[2] ?? "";
const rewriteInit = name === "--rewrite-init";
if (!rewriteInit && !/^[a-z][a-z0-9_]*$/.test(name)) {
  warn("Name the migration in lower_snake_case, such as add_webhooks.");
  process.exit(2);
}

const sql = await writtenSql(rewriteInit ? "" : await readFile(MIGRATED_SCHEMA_FILE, "utf8"));
const required = rewriteInit ? [] : requiredColumns(sql);
if (required.length > 0) {
  warn(
    `No migration was written: ${required.join(", ")} would have no value in existing rows. Give each a @default in prisma/schema.prisma, or a question mark after its type.`,
  );
  process.exit(1);
}
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const first = (await migrationNames())[0] ?? `${stamp}_init`;
const folder = join(MIGRATIONS_DIR, rewriteInit ? first : `${stamp}_${name}`);
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, "migration.sql"),
  sql === "" ? "-- Nothing to change by the schema.\n" : `${sql}\n`,
);
await copyFile(SCHEMA_FILE, MIGRATED_SCHEMA_FILE);
say(join(folder, "migration.sql"));

async function writtenSql(from: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "phase-migration-"));
  const server = await startEmbedded(scratch);
  try {
    return await migrationDiff(server.url, from, await readFile(SCHEMA_FILE, "utf8"));
  } finally {
    await server.stop();
    await rm(scratch, { recursive: true });
  }
}
