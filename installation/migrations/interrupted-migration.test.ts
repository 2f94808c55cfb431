import { randomBytes } from "node:crypto";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { connect as connectTo } from "@/lib/database/connect";
import { applyMigrations, migrate } from "./migrate";
import { type Migration, migrationOf, readMigrations } from "./migrations";

vi.setConfig({ testTimeout: 120_000 });

let migrations: Migration[];
let admin: pg.Client;
let name: string;
let client: pg.Client;

beforeAll(async () => {
  migrations = await readMigrations();
  admin = await connectTo(inject("adminDatabaseUrl"));
});
afterAll(() => admin.end());

beforeEach(async () => {
  name = `interrupted_${randomBytes(6).toString("hex")}`;
  await admin.query(`CREATE DATABASE ${name} ${inject("copying")}`);
  client = await connectTo(url());
});
afterEach(async () => {
  await client.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
});

const url = () => Object.assign(new URL(inject("adminDatabaseUrl")), { pathname: `/${name}` }).href;

/**
 * Everything that a migration can leave: relations, columns, types, functions with their privileges, rules
 * and the record's rows.
 */
async function traces(): Promise<unknown> {
  const { rows } = await client.query<{ traces: unknown }>(`
    SELECT jsonb_build_object(
      'relations', (SELECT jsonb_agg(relname ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
      'columns', (SELECT jsonb_agg(format('%s.%s %s', attrelid::regclass, attname, atttypid::regtype) ORDER BY attrelid::regclass::text, attnum)
                    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                   WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0),
      'types', (SELECT jsonb_agg(typname ORDER BY typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace),
      'functions', (SELECT jsonb_agg(format('%s %s', proname, proacl) ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
      'triggers', (SELECT count(*) FROM pg_trigger),
      'constraints', (SELECT jsonb_agg(conname ORDER BY conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)
    ) AS traces`);
  return rows[0]?.traces;
}

/** The script's first statements, from none to all of them. */
function beginnings(script: string): string[] {
  const bodies: string[] = [];
  const flat = script.replace(/\$\$[\s\S]*?\$\$/g, (body) => `$${bodies.push(body) - 1}$`);
  const statements = flat.split(/;[ \t]*$/m).filter((statement) => statement.trim() !== "");
  const whole = (text: string) =>
    text.replace(/\$(\d+)\$/g, (_, index: string) => bodies[Number(index)] ?? "");
  return Array.from({ length: statements.length + 1 }, (_, count) =>
    statements
      .slice(0, count)
      .map((statement) => `${whole(statement)};`)
      .join("\n"),
  );
}

const INTERRUPTIONS = {
  "an error": "SELECT 1 / 0;",
  "the death of the connection": "SELECT pg_terminate_backend(pg_backend_pid());",
};

describe("a migration that is interrupted", () => {
  it.each(Object.entries(INTERRUPTIONS))(
    "by %s leaves nothing, at whichever statement, and the next start does it all",
    async (_, interruption) => {
      let statements = 0;
      for (const [index, migration] of migrations.entries()) {
        const before = await traces();
        for (const beginning of beginnings(migration.script)) {
          statements += 1;
          const broken = migrationOf(migration.name, `${beginning}\n${interruption}`);
          const dies = interruption.includes("terminate");
          const connection = dies ? await connectTo(url()) : client;
          await expect(applyMigrations(connection, [...migrations.slice(0, index), broken])).rejects.toThrow(
            `The migration ${migration.name} failed, and none of it was applied`,
          );
          if (dies) await connection.end();
        }
        expect(await traces()).toEqual(before);
        await applyMigrations(client, migrations.slice(0, index + 1));
      }
      expect(statements).toBeGreaterThan(migrations.length * 2);
      await migrate(url());
      const { rows } = await client.query(
        "SELECT migration_name FROM _prisma_migrations ORDER BY started_at",
      );
      expect(rows.map((row: { migration_name: string }) => row.migration_name)).toEqual(
        migrations.map((migration) => migration.name),
      );
    },
  );
});

describe("a migration that an older version left unfinished", () => {
  const unfinished = (migration: Migration | undefined) =>
    client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ('left', 'x', $1, 'killed')`,
      [migration?.name],
    );

  it("before its script was applied is done", async () => {
    const last = migrations.at(-1);
    await applyMigrations(client, migrations.slice(0, -1));
    const before = await traces();
    await unfinished(last);
    await migrate(url());
    expect(await traces()).not.toEqual(before);
    expect(await record(last)).toMatchObject([{ id: "left", given_up: true }, { finished: true }]);
  });

  it("after its script was applied is taken as done", async () => {
    const [first] = migrations;
    await applyMigrations(client, migrations);
    await client.query("DELETE FROM _prisma_migrations WHERE migration_name = $1", [first?.name]);
    await unfinished(first);
    const before = await traces();
    await migrate(url());
    expect(await traces()).toEqual(before);
    expect(await record(first)).toMatchObject([{ id: "left", given_up: true }, { finished: true }]);
  });

  async function record(migration: Migration | undefined): Promise<unknown[]> {
    const { rows } = await client.query<object>(
      `SELECT id, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS given_up
         FROM _prisma_migrations WHERE migration_name = $1 ORDER BY finished_at NULLS FIRST`,
      [migration?.name],
    );
    return rows;
  }
});

describe("the record of migrations", () => {
  it("refuses a script that was changed after it was applied, whatever its line ends", async () => {
    await migrate(url());
    const windows = migrations.map(({ name: of, script }) =>
      migrationOf(of, script.replaceAll("\n", "\r\n")),
    );
    await applyMigrations(client, windows);
    const [first, ...others] = migrations;
    const changed = migrationOf(first?.name ?? "", `${first?.script}-- changed\n`);
    await expect(applyMigrations(client, [changed, ...others])).rejects.toThrow(
      `The migration ${first?.name} has changed since it was applied`,
    );
  });

  it("needs no right to make schemas that are there, and makes those that are missing", async () => {
    await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
    await client.query(
      `GRANT CREATE, USAGE ON SCHEMA public TO ${name}; CREATE SCHEMA pgboss AUTHORIZATION ${name}`,
    );
    await client.query(`REVOKE CREATE ON DATABASE ${name} FROM PUBLIC, ${name}`);
    await migrate(Object.assign(new URL(url()), { username: name, password: "x" }).href);
    await client.query(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}; DROP SCHEMA public CASCADE`);
    await migrate(url());
    expect((await client.query("SELECT FROM public.instance")).rowCount).toBe(0);
  });
});

it("a script contains no begin or end of a transaction", () => {
  for (const { name: of, script } of migrations) {
    const statements = script.replace(/\$\$[\s\S]*?\$\$/g, "").replace(/--.*$/gm, "");
    expect(statements, of).not.toMatch(
      /^\s*(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE TRANSACTION)\b/im,
    );
  }
});
