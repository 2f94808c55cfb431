import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { startEmbedded } from "../postgres/embedded";
import { bundledPrograms, majorVersion, type Programs } from "../postgres/postgres-programs";
import { prepareDatabase } from "../migrations/prepare";
import { quickFolder } from "./quick-folder";

/**
 * What an administrator may have set for a role or database. All tests use these settings, because the
 * program must pin what it relies on.
 */
const HOSTILE_DEFAULTS = {
  timezone: "Asia/Kolkata",
  datestyle: "SQL, DMY",
  intervalstyle: "sql_standard",
  default_transaction_isolation: "serializable",
  default_transaction_deferrable: "on",
  standard_conforming_strings: "off",
  search_path: "elsewhere",
  extra_float_digits: "-3",
  bytea_output: "escape",
  client_encoding: "LATIN1",
  array_nulls: "off",
  transform_null_equals: "on",
  exit_on_error: "on",
  statement_timeout: "1s",
  lock_timeout: "1s",
  idle_in_transaction_session_timeout: "1s",
  idle_session_timeout: "1s",
  transaction_timeout: "1s",
  synchronous_commit: "off",
  // These change how a statement is planned, stored or logged, and must make no difference.
  row_security: "off",
  work_mem: "64kB",
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  quote_all_identifiers: "on",
  restrict_nonsystem_relation_kind: "view, foreign-table",
  default_tablespace: "nowhere",
  default_toast_compression: "pglz",
  check_function_bodies: "off",
  client_min_messages: "debug1",
  lc_numeric: "C",
  xmloption: "document",
  event_triggers: "off",
};

export type TestServer = {
  /** A database to connect to for creating and dropping the suites' databases. */
  adminDatabaseUrl: string;
  /** The same for the program's role. */
  programDatabaseUrl: string;
  /** Migrated. Every suite's database is copied from it. */
  templateDatabase: string;
  /** The fastest way to copy it, for CREATE DATABASE. */
  copying: string;
};

// PostgreSQL 14 always copies like this, and has no option for it.
const FILE_COPY = { since: 15, words: "STRATEGY FILE_COPY" };

/** A server for tests only: nothing on it survives a crash. `programs`: of a PostgreSQL other than the bundled one. */
export async function startTestServer(
  programs?: Programs,
): Promise<TestServer & { stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(quickFolder(), "phase-test-"));
  const server = await startEmbedded(dataDir, {
    programs,
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      autovacuum: "off",
      max_connections: "300",
    },
  });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const major = Number(await majorVersion(programs ?? (await bundledPrograms())));
    const copying = major < FILE_COPY.since ? "" : FILE_COPY.words;
    return {
      adminDatabaseUrl: server.url,
      programDatabaseUrl: server.programUrl,
      templateDatabase: await makeTemplate(server.url, server.programUrl),
      copying,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeTemplate(adminUrl: string, programUrl: string): Promise<string> {
  const name = "phase_template";
  const client = await connect(adminUrl, PATIENT);
  await client.query(`CREATE DATABASE ${name}`);
  const { rows } = await client.query<{ name: string }>("SELECT name FROM pg_settings");
  const known = new Set(rows.map(({ name }) => name.toLowerCase()));
  for (const [setting, value] of Object.entries(HOSTILE_DEFAULTS)) {
    // Older servers lack some.
    if (!known.has(setting)) continue;
    await client.query(`ALTER ROLE CURRENT_USER SET ${setting} = '${value}'`);
  }
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  // Suites may run under the program's role, with its rights.
  await prepareDatabase(url.href, Object.assign(new URL(programUrl), { pathname: url.pathname }).href);
  return name;
}
