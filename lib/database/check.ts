/**
 * The checks that a start makes before it relies on the database. Each problem is one sentence with the
 * statement that fixes it.
 */
import type pg from "pg";
import { SettingsError } from "@/lib/settings/env";
import { messageOf, scrub } from "@/lib/log";
import { connect } from "./connect";
import { identifier } from "./identifier";
import { READ_ONLY, troubleOf } from "./trouble";
import { parseDatabaseUrl } from "@/lib/settings/database-url";

const OLDEST = 14;
const OWN = { name: "phase check", answerSeconds: 15 } as const;

type Facts = {
  version: string;
  encoding: string;
  readOnly: boolean;
  triggers: string;
  role: string;
  database: string;
  hasPublic: boolean;
  mayCreateInPublic: boolean;
  mayUsePublic: boolean;
  hasQueue: boolean;
  mayUseQueue: boolean;
  mayCreateSchema: boolean;
  /** The owner of the tables, if they exist and this role isn't a member of it. */
  owner: string | null;
  /** Whether the owner has granted this role the program's rights. */
  isGranted: boolean;
};

/** @throws SettingsError */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const { host, database } = parseDatabaseUrl(databaseUrl);
  const reason = await whatIsWrong(databaseUrl);
  if (reason === null) return;
  throw new SettingsError(`The database in DATABASE_URL (${host}/${database}) can't be used. ${reason}`);
}

/** A sentence. Null if Phase can work with the database. */
export async function whatIsWrong(databaseUrl: string): Promise<string | null> {
  try {
    const client = await connect(databaseUrl, OWN);
    try {
      const facts = await ask(client);
      return wrongWith(facts) ?? (await sharesSessions(client, databaseUrl));
    } finally {
      await client.end();
    }
  } catch (error) {
    return inWords(error, databaseUrl);
  }
}

function inWords(error: unknown, databaseUrl: string): string {
  const trouble = troubleOf(error);
  if (trouble === null) return scrub(messageOf(error));
  if (trouble.name === "missing_right") {
    const { user, database } = parseDatabaseUrl(databaseUrl);
    return `The role ${user} may not connect. Run as an administrator: GRANT CONNECT ON DATABASE ${identifier(database)} TO ${identifier(user)};`;
  }
  return trouble.code === "" ? trouble.says : `${trouble.says} (${trouble.code})`;
}

/** `version` as servers report it, with whatever a distribution or development version appends. */
export function outdatedBecause(version: string): string | null {
  if (Number.parseInt(version, 10) >= OLDEST) return null;
  return `Phase needs PostgreSQL ${OLDEST} or newer, and this is ${version}. Upgrade the server, or leave DATABASE_URL out to use the bundled PostgreSQL.`;
}

function wrongWith(facts: Facts): string | null {
  const role = identifier(facts.role);
  const database = identifier(facts.database);
  const outdated = outdatedBecause(facts.version);
  if (outdated !== null) return outdated;
  if (facts.encoding !== "UTF8") {
    return `The encoding is ${facts.encoding}, and Phase needs UTF8. Create a new database: CREATE DATABASE phase OWNER ${role} ENCODING 'UTF8' TEMPLATE template0;`;
  }
  if (facts.readOnly) return READ_ONLY.says;
  if (facts.triggers !== "origin") {
    return `The setting session_replication_role is ${facts.triggers}, which disables triggers. Reset it: ALTER ROLE ${role} RESET session_replication_role; ALTER DATABASE ${database} RESET session_replication_role;`;
  }
  if (facts.owner !== null) {
    if (facts.isGranted) return null;
    return `The tables belong to the role ${facts.owner}, and only that role may change them. Set PHASE_MIGRATION_DATABASE_URL to that role's URL and start again, which grants ${facts.role} its rights. Or connect as ${facts.owner}.`;
  }
  if (!facts.hasPublic && !facts.mayCreateSchema) {
    return `The schema public doesn't exist. Run as an administrator: CREATE SCHEMA public AUTHORIZATION ${role};`;
  }
  if (facts.hasPublic && !(facts.mayUsePublic && facts.mayCreateInPublic)) {
    return `The role ${facts.role} may not create tables in the schema public. Run as an administrator: GRANT USAGE, CREATE ON SCHEMA public TO ${role};`;
  }
  if (!facts.hasQueue && !facts.mayCreateSchema) {
    return `The role ${facts.role} may not create the job queue's schema. Run as an administrator: CREATE SCHEMA pgboss AUTHORIZATION ${role};`;
  }
  if (facts.hasQueue && !facts.mayUseQueue) {
    return `The role ${facts.role} may not use the job queue's schema. Run as an administrator: GRANT USAGE, CREATE ON SCHEMA pgboss TO ${role};`;
  }
  return null;
}

async function ask(client: pg.Client): Promise<Facts> {
  const { rows } = await client.query<Facts>(`
    SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
      current_setting('transaction_read_only') = 'on' AS "readOnly",
      current_setting('session_replication_role') AS triggers,
      current_user AS role, current_database() AS database,
      to_regnamespace('public') IS NOT NULL AS "hasPublic",
      COALESCE(has_schema_privilege(to_regnamespace('public'), 'CREATE'), false) AS "mayCreateInPublic",
      COALESCE(has_schema_privilege(to_regnamespace('public'), 'USAGE'), false) AS "mayUsePublic",
      to_regnamespace('pgboss') IS NOT NULL AS "hasQueue",
      COALESCE(has_schema_privilege(to_regnamespace('pgboss'), 'CREATE')
        AND has_schema_privilege(to_regnamespace('pgboss'), 'USAGE'), false) AS "mayUseQueue",
      has_database_privilege(current_database(), 'CREATE') AS "mayCreateSchema",
      (SELECT pg_get_userbyid(relowner)::text FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE (nspname, relname) IN (('public', '_prisma_migrations'), ('pgboss', 'version'))
          AND NOT pg_has_role(relowner, 'USAGE') LIMIT 1) AS owner,
      (SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE (nspname, relname) IN (('public', 'audit_chain'), ('pgboss', 'queue'))
          AND has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(pg_class.oid, 'UPDATE')) = 2 AS "isGranted"`);
  const [facts] = rows;
  if (facts === undefined) throw new Error("The database didn't report its configuration.");
  return facts;
}

/**
 * A pooler in transaction mode runs the next statement in any session, so locks, LISTEN and settings don't
 * last. Detected with two connections open at the same time: they share a session, or one of them has
 * several.
 */
async function sharesSessions(one: pg.Client, databaseUrl: string): Promise<string | null> {
  const other = await connect(databaseUrl, OWN);
  try {
    const first = await session(one);
    const second = await session(other);
    const [again, otherAgain] = [await session(one), await session(other)];
    if (first === again && second === otherAgain && first !== second) return null;
    return "A connection pooler shares sessions between connections (PgBouncer's pool_mode=transaction). Phase needs its own sessions for locks, LISTEN and settings. Use pool_mode=session, or connect to the database directly.";
  } finally {
    await other.end();
  }
}

async function session(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}
