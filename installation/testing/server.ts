import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { startEmbedded } from "../postgres/embedded";
import { migrate } from "../migrations/migrate";

/**
 * What an administrator may have set for a role or a database. Everything here is tried on these: the program has to pin
 * what it relies on.
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
};

export type TestServer = {
  /** A database to connect to for making and dropping the suites' own. */
  adminDatabaseUrl: string;
  /** Migrated; every suite's own is copied from it. */
  templateDatabase: string;
};

/** A server for tests alone: nothing on it outlives a crash. */
export async function startTestServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "phase-test-"));
  const server = await startEmbedded(dataDir, {
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
    return { adminDatabaseUrl: server.url, templateDatabase: await makeTemplate(server.url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeTemplate(adminUrl: string): Promise<string> {
  const name = "phase_template";
  const client = await connect(adminUrl, PATIENT);
  await client.query(`CREATE DATABASE ${name}`);
  for (const [setting, value] of Object.entries(HOSTILE_DEFAULTS)) {
    await client.query(`ALTER ROLE CURRENT_USER SET ${setting} = '${value}'`);
  }
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return name;
}
