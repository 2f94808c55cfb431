/**
 * What is wrong with a database, in a sentence with the fix. Determined by SQLSTATE and error code, never by
 * a message's text.
 */
import { howToRun } from "../settings/how-to-run";

export const TROUBLE_NAMES = [
  "unreachable",
  "starting",
  "disk_full",
  "read_only",
  "no_connection_left",
  "refused",
  "missing_right",
  "overloaded",
] as const;
export type TroubleName = (typeof TROUBLE_NAMES)[number];

/** `code`: PostgreSQL's or Node's, for further research. Empty if there is none. */
export type Trouble = { name: TroubleName; says: string; code: string };
type Known = Omit<Trouble, "code">;

const trouble = (name: TroubleName, says: string): Known => ({ name, says });

export const UNREACHABLE = trouble(
  "unreachable",
  "The database isn't responding. Check that its server runs and that the network allows connections. Phase retries automatically.",
);
export const READ_ONLY = trouble(
  "read_only",
  "The database is read-only. It is a standby, or was made read-only (as some providers do if its disk is full). Point DATABASE_URL at the primary, or free disk space and reset default_transaction_read_only.",
);
const GONE = trouble(
  "starting",
  "The database server is starting, stopping or recovering. Phase retries automatically.",
);
const UNTRUSTED = trouble(
  "refused",
  "The database server's certificate can't be verified. Name its certificate authority in DATABASE_URL: sslmode=verify-full&sslrootcert=/path/ca.pem.",
);

const BY_CODE: Readonly<Record<string, Known>> = {
  "53100": trouble(
    "disk_full",
    "The database's disk is full. Free space on its server. Phase then continues automatically.",
  ),
  "25006": READ_ONLY,
  "53300": trouble(
    "no_connection_left",
    "The database has no free connections. Raise max_connections (a web process uses up to 13, a worker 18) or end other programs' connections.",
  ),
  "53200": trouble(
    "overloaded",
    "The database server is out of memory. Give it more, or find out what uses it.",
  ),
  "57P03": GONE,
  "57P01": GONE,
  "57P02": GONE,
  "28P01": trouble(
    "refused",
    "The database refuses the user or password in DATABASE_URL. Write characters such as # / ? % @ in a password as %23 %2F %3F %25 %40.",
  ),
  "28000": trouble(
    "refused",
    "The database doesn't allow this user to connect from this machine. Check pg_hba.conf on its server. If it requires TLS, add sslmode=verify-full to DATABASE_URL.",
  ),
  "3D000": trouble(
    "refused",
    "The database in DATABASE_URL doesn't exist. Create it with CREATE DATABASE … ENCODING 'UTF8', or correct the name.",
  ),
  "42501": trouble(
    "missing_right",
    `The user in DATABASE_URL lacks a right on the database. ${howToRun("phase doctor")} names it and the GRANT to run.`,
  ),
  "08P01": trouble(
    "refused",
    "A connection pooler refuses the connection. Leave out options=… in DATABASE_URL, or connect to the database directly.",
  ),
  ENOENT: trouble("unreachable", "No database socket exists at the path in DATABASE_URL."),
  ENOTFOUND: trouble("unreachable", "This machine can't resolve the host name in DATABASE_URL."),
  EAI_AGAIN: trouble("unreachable", "The host name in DATABASE_URL can't be resolved at the moment."),
  ECONNREFUSED: trouble(
    "unreachable",
    "Nothing listens at the host and port in DATABASE_URL. Start the database server, or correct them.",
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: trouble(
    "refused",
    "The database server's certificate has another name. Use that name as the host in DATABASE_URL.",
  ),
};
// Prisma's own codes if its adapter passes none on: unreachable, timed out, closed.
const UNREACHABLE_CODES = [
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "ECONNRESET",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "EACCES",
  // Error kinds of the adapter for statements that it only passes on.
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
];
const UNTRUSTED_CODES =
  /^(P1011$|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;

// node-postgres gives these no code. The texts are its own, never the server's.
const BY_WORDS: readonly [RegExp, Known][] = [
  [
    /server does not support SSL/,
    trouble(
      "refused",
      "The database server doesn't support TLS. If you trust the network, set sslmode=disable in DATABASE_URL.",
    ),
  ],
  [
    /client password must be a/,
    trouble("refused", "The database requires a password, and DATABASE_URL has none."),
  ],
  [
    /^(timeout e|Connection terminated|Client was closed|The database did not answer|Unable to start a transaction)/,
    UNREACHABLE,
  ],
];

/** Whether node-postgres or Phase reported it about a connection. */
export function isOfConnection(error: unknown): boolean {
  return error instanceof Error && BY_WORDS.some(([words]) => words.test(error.message));
}

/** Null: the error doesn't concern the whole database. */
export function troubleOf(error: unknown): Trouble | null {
  for (const found of within(error)) {
    const { code, originalCode, kind, message } = found;
    for (const known of [originalCode, code, kind]) {
      if (typeof known !== "string") continue;
      const named = BY_CODE[known];
      if (named !== undefined) return { ...named, code: known };
      if (UNREACHABLE_CODES.includes(known)) return { ...UNREACHABLE, code: known };
      if (UNTRUSTED_CODES.test(known)) return { ...UNTRUSTED, code: known };
    }
    const [, told] = BY_WORDS.find(([words]) => typeof message === "string" && words.test(message)) ?? [];
    if (told !== undefined) return { ...told, code: "" };
  }
  return null;
}

/** The error and its causes: a cause, the reasons of several addresses, what Prisma's adapter received. */
function* within(error: unknown, depth = 0): Generator<Record<string, unknown>> {
  if (typeof error !== "object" || error === null || depth > 5) return;
  const found = error as Record<string, unknown>;
  yield found;
  const { driverAdapterError } = (found.meta ?? {}) as Record<string, unknown>;
  const several: unknown[] = Array.isArray(found.errors) ? found.errors : [];
  for (const inner of [driverAdapterError, found.cause, ...several]) {
    yield* within(inner, depth + 1);
  }
}
