import { randomUUID } from "node:crypto";
import type pg from "pg";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { type Migration, readMigrations } from "./migrations";

// Any constant works, as long as every process of this program uses the same one.
const ADVISORY_LOCK = "7238914402316157";
const LOCK_NOT_AVAILABLE = "55P03";
// Created like Prisma's schema engine does, so that its own tools can take over.
const TABLE = `
  CREATE TABLE public._prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;
// "duplicate_column", "duplicate_function", "duplicate_table" and "duplicate_object": what the script creates
// already exists.
const ALREADY_THERE = new Set(["42701", "42723", "42P07", "42710"]);

type Row = { name: string; checksum: string; finished: boolean };

/**
 * Brings a database to the newest migration. Several processes may call it at the same time. A migration and
 * its row are committed together, so an interrupted one leaves nothing. @throws Error if a migration fails,
 * or if the database is ahead of this program's migrations or has others
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = await connect(databaseUrl, PATIENT);
  try {
    await applyMigrations(client, await readMigrations());
  } finally {
    await client.end();
  }
}

/** The same over the caller's connection. */
export async function applyMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  const rows = await readRows(client);
  refuseStrangers(rows, migrations);
  const finished = new Set(rows.filter((row) => row.finished).map(({ name }) => name));
  for (const migration of migrations) {
    if (finished.has(migration.name)) continue;
    await inTransaction(client, () => apply(client, migration)).catch((error: unknown) => {
      throw failed(migration.name, error);
    });
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const { name, script, checksums } = migration;
  await client.query(`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`);
  const schema = await client.query("SELECT FROM pg_namespace WHERE nspname = 'public'");
  if (schema.rowCount === 0) await client.query("CREATE SCHEMA public");
  if (!(await hasTable(client))) await client.query(TABLE);
  const rows = (await readRows(client)).filter((row) => row.name === name);
  if (rows.some((row) => row.finished)) return;
  await client.query("SAVEPOINT before_script");
  try {
    await client.query(withoutSchema(script));
  } catch (error) {
    // An older version wrote the row first, and marked it after a script that was applied completely or not
    // at all.
    if (rows.length === 0 || !ALREADY_THERE.has(codeOf(error))) throw error;
    await client.query("ROLLBACK TO SAVEPOINT before_script");
  }
  await client.query(
    "UPDATE public._prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1 AND rolled_back_at IS NULL",
    [name],
  );
  await client.query(
    `INSERT INTO public._prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksums[0], name],
  );
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN");
  try {
    await work();
    await client.query("COMMIT");
  } catch (error) {
    // A broken connection has already rolled back.
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function hasTable(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there",
  );
  return rows[0]?.there === true;
}

/** One row for each attempt that wasn't given up. */
async function readRows(client: pg.Client): Promise<Row[]> {
  if (!(await hasTable(client))) return [];
  const { rows } = await client.query<Row>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM public._prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

function refuseStrangers(rows: readonly Row[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of rows) {
    if (!finished) continue;
    const migration = known.get(name);
    if (migration === undefined) {
      throw new Error(
        `A newer version of Phase created the database (it has the migration ${name}). Start that version, or use another database.`,
      );
    }
    if (!migration.checksums.includes(checksum)) {
      throw new Error(
        `The migration ${name} has changed since it was applied to this database. Restore the released file prisma/migrations/${name}/migration.sql.`,
      );
    }
  }
}

/** Prisma's first script begins with this. It needs the right to create schemas even if the schema exists. */
function withoutSchema(script: string): string {
  return script.replace(/^CREATE SCHEMA IF NOT EXISTS "public";$/m, "");
}

function failed(name: string, error: unknown): Error {
  if (codeOf(error) === LOCK_NOT_AVAILABLE) {
    return new Error(
      `The migration ${name} waited ${PATIENT.session.lock_timeout} for another program that uses the database. None of it was applied. Stop the other processes of Phase and start again.`,
    );
  }
  const { message, where } = error as { message?: string; where?: string };
  const said = [message ?? String(error), where].filter(Boolean).join("\n");
  return new Error(
    `The migration ${name} failed, and none of it was applied: ${said}\nFix the cause and start again.`,
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}
