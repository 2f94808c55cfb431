/** The one place where connections to PostgreSQL are made. */
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type pg from "pg";
import { forgetPgVariables } from "@/lib/settings/env";
import { type ClientSettings, DatabaseClient } from "./client";
import { LONGEST } from "./session";
import { parseDatabaseUrl, type Tls } from "@/lib/settings/database-url";

type Own = Pick<ClientSettings, "session" | "answerSeconds"> & { name?: string };

/**
 * What node-postgres, Prisma's adapter and pg-boss need to connect to a database. Only the URL decides where
 * and how: no PG… variable and no ~/.pgpass. @throws DatabaseUrlError
 */
export function connectionTo(databaseUrl: string, { name = "phase", ...own }: Own = {}) {
  forgetPgVariables();
  const { host, port, user, password, database, options, tls, directTls, channelBinding } =
    parseDatabaseUrl(databaseUrl);
  return {
    Client: DatabaseClient,
    host,
    port,
    user,
    // As a function: node-postgres then doesn't look elsewhere if the URL has no password, and no log of the
    // settings shows it.
    password: () => password ?? "",
    database,
    ssl: tls === null ? false : tlsOptions(tls),
    sslnegotiation: directTls ? "direct" : "postgres",
    enableChannelBinding: channelBinding,
    application_name: name,
    ...(options === undefined ? {} : { options }),
    connectionTimeoutMillis: LONGEST.connect * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...own,
  } satisfies pg.PoolConfig & ClientSettings;
}

/** One open connection. End it with `end()`. */
export async function connect(databaseUrl: string, own: Own = {}): Promise<pg.Client> {
  const client = new DatabaseClient(connectionTo(databaseUrl, own));
  await client.connect();
  return client;
}

function tlsOptions({ verify, verifyHost, ca, cert, key }: Tls): ConnectionOptions {
  return {
    rejectUnauthorized: verify,
    ...(verifyHost ? {} : { checkServerIdentity: () => undefined }),
    ...(ca === undefined ? {} : { ca: pemOf("sslrootcert", ca) }),
    ...(cert === undefined ? {} : { cert: pemOf("sslcert", cert) }),
    ...(key === undefined ? {} : { key: pemOf("sslkey", key) }),
  };
}

/** Node treats a file without a certificate as one that names no authority. */
function pemOf(parameter: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Error(`${parameter} in DATABASE_URL names a file that can't be read: ${path} (${code}).`);
  }
  if (text.includes("-----BEGIN ")) return text;
  throw new Error(
    `${parameter} in DATABASE_URL names a file that is not PEM, because it has no line -----BEGIN …-----: ${path}.`,
  );
}
