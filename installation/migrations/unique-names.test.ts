/** Items that shared a name before names were unique: each gets its own name, and the audit log records it. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { nameSchema } from "@/lib/api/common";
import { connect } from "@/lib/database/connect";
import { applyMigrations } from "./migrate";
import { readMigrations } from "./migrations";

const name = `names_${randomBytes(6).toString("hex")}`;
const ORGANISATION = uuidv7();
const ENVIRONMENT = uuidv7();
const OTHER_ENVIRONMENT = uuidv7();
const LONG = "x".repeat(100);
const FACES = "😀".repeat(50);

let admin: pg.Client;
let client: pg.Client;

beforeAll(async () => {
  admin = await connect(inject("adminDatabaseUrl"));
  await admin.query(`CREATE DATABASE ${name} STRATEGY FILE_COPY`);
  const url = new URL(inject("adminDatabaseUrl"));
  url.pathname = `/${name}`;
  client = await connect(url.href);
  const migrations = await readMigrations();
  const index = migrations.findIndex((migration) => migration.name.endsWith("_unique_names"));
  await applyMigrations(client, migrations.slice(0, index));
  await client.query("SET session_replication_role = replica");
  await fill();
  await client.query("RESET session_replication_role");
  await applyMigrations(client, migrations.slice(0, index + 1));
});
afterAll(async () => {
  await client.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});

async function fill(): Promise<void> {
  await client.query("INSERT INTO organisation (id, name) VALUES ($1, 'O')", [ORGANISATION]);
  const secret = async (environmentId: string | null, called: string, deletedAt: string | null = null) =>
    await client.query(
      `INSERT INTO rotating_secret (id, organisation_id, environment_id, third_party_credential_id, provider, name, project_id,
              project_name, name_template, rotation_interval_seconds, revocation_delay_seconds, next_rotation_at, deleted_at)
       VALUES ($1, $2, $3, $1, 'openai', $4, 'p', 'P', 't', 600, 60, now(), $5)`,
      [uuidv7(), ORGANISATION, environmentId, called, deletedAt],
    );
  for (const called of ["prod", "prod", "prod (2)", "prod", "prod (4)", LONG, LONG, FACES, FACES, "other"])
    await secret(ENVIRONMENT, called);
  await secret(OTHER_ENVIRONMENT, "prod");
  await secret(ENVIRONMENT, "prod", "2026-01-01");
  await secret(null, "prod");
  await secret(null, "prod");
  for (const revokedAt of [null, null, "2026-01-01"])
    await client.query(
      `INSERT INTO service_token (id, organisation_id, name, token_hash, token_hint, scopes, environment_ids, created_by, revoked_at)
       VALUES ($1::uuid, $2, 'ci', $1::text, '…', '{admin}', '{}', 'user:x', $3)`,
      [uuidv7(), ORGANISATION, revokedAt],
    );
  for (const called of ["Ops", "Ops", "Ops (2)"])
    await client.query(
      `INSERT INTO webhook_endpoint (id, organisation_id, name, envelope, types, created_by)
       VALUES ($1, $2, $3, '-', '{}', 'user:x')`,
      [uuidv7(), ORGANISATION, called],
    );
}

async function names(statement: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(statement);
  return rows.map((row) => row.name);
}

it("leaves the oldest its name, and numbers the others past what is taken", async () => {
  const among = "SELECT name FROM rotating_secret WHERE environment_id";
  const here = await names(`${among} = '${ENVIRONMENT}' AND deleted_at IS NULL ORDER BY id`);
  expect(here).toEqual([
    "prod",
    "prod (3)",
    "prod (2)",
    "prod (5)",
    "prod (4)",
    LONG,
    `${"x".repeat(90)} (2)`,
    FACES,
    `${"😀".repeat(45)} (2)`,
    "other",
  ]);
  for (const called of here) expect(nameSchema.safeParse(called).success).toBe(true);
  expect(await names("SELECT name FROM service_token ORDER BY id")).toEqual(["ci", "ci (2)", "ci"]);
  expect(await names("SELECT name FROM webhook_endpoint ORDER BY id")).toEqual(["Ops", "Ops (3)", "Ops (2)"]);
});

it("leaves alone what has its name to itself: elsewhere, deleted, or without an environment", async () => {
  expect(
    await names(`SELECT name FROM rotating_secret WHERE environment_id = '${OTHER_ENVIRONMENT}'`),
  ).toEqual(["prod"]);
  const rest = "deleted_at IS NOT NULL OR environment_id IS NULL";
  expect(await names(`SELECT name FROM rotating_secret WHERE ${rest}`)).toEqual(["prod", "prod", "prod"]);
});

it("records each in the audit log, and is another state to who edits", async () => {
  const { rows } = await client.query<{ action: string; before: string; after: string; subject: string }>(
    `SELECT action, detail #>> '{changes,0,before}' AS before, detail #>> '{changes,0,after}' AS after,
            coalesce(rotating_secret.name, service_token.name, webhook_endpoint.name) AS subject
       FROM audit_entry
       LEFT JOIN rotating_secret ON rotating_secret.id::text = subject_id AND rotating_secret.version = 2
       LEFT JOIN service_token ON service_token.id::text = subject_id
       LEFT JOIN webhook_endpoint ON webhook_endpoint.id::text = subject_id
      WHERE audit_entry.organisation_id = $1 AND actor_kind = 'system' ORDER BY subject`,
    [ORGANISATION],
  );
  expect(rows.every(({ after, subject }) => after === subject)).toBe(true);
  expect(rows.map(({ action, before }) => `${action} ${before}`).toSorted()).toEqual(
    [
      "rotating_secret.updated prod",
      "rotating_secret.updated prod",
      `rotating_secret.updated ${LONG}`,
      `rotating_secret.updated ${FACES}`,
      "service_token.updated ci",
      "webhook.updated Ops",
    ].toSorted(),
  );
  const { rowCount } = await client.query("SELECT FROM audit_unlinked");
  expect(rowCount).toBe(rows.length);
});
