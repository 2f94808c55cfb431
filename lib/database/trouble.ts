/** What is wrong with a database, in a sentence with the way out. Told by SQLSTATE and error code, never by a message's words. */
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

/** `code`: PostgreSQL's or Node's, for whoever looks further; empty where there is none. */
export type Trouble = { name: TroubleName; says: string; code: string };
type Known = Omit<Trouble, "code">;

const trouble = (name: TroubleName, says: string): Known => ({ name, says });

export const UNREACHABLE = trouble(
  "unreachable",
  "The database does not answer. Check that its server runs and that the network lets it be reached; Phase tries again automatically.",
);
export const READ_ONLY = trouble(
  "read_only",
  "The database takes no changes: it is a standby, or someone made it read-only (providers do where its disk is full). Point DATABASE_URL at the primary, or make room and undo default_transaction_read_only.",
);
const GONE = trouble(
  "starting",
  "The database server is starting, stopping or recovering. Wait for it; Phase tries again automatically.",
);
const UNTRUSTED = trouble(
  "refused",
  "The certificate of the database's server can't be verified. Name its authority: sslmode=verify-full&sslrootcert=/path/ca.pem in DATABASE_URL.",
);

const BY_CODE: Readonly<Record<string, Known>> = {
  "53100": trouble(
    "disk_full",
    "The disk of the database is full. Make room on its server; Phase then continues automatically.",
  ),
  "25006": READ_ONLY,
  "53300": trouble(
    "no_connection_left",
    "The database has no connection left. Raise max_connections (a web process takes up to 13, a worker 18) or end other programs' connections.",
  ),
  "53200": trouble(
    "overloaded",
    "The database's server is out of memory. Give it more, or look at what uses it.",
  ),
  "57P03": GONE,
  "57P01": GONE,
  "57P02": GONE,
  "28P01": trouble(
    "refused",
    "The database refuses the user or the password of DATABASE_URL. Characters such as # / ? % @ in a password have to be written as %23 %2F %3F %25 %40.",
  ),
  "28000": trouble(
    "refused",
    "The database does not let this user in from here. Look at pg_hba.conf on its server; where it wants TLS, add sslmode=verify-full to DATABASE_URL.",
  ),
  "3D000": trouble(
    "refused",
    "The database that DATABASE_URL names does not exist on its server. Make it with CREATE DATABASE … ENCODING 'UTF8', or put the name right.",
  ),
  "42501": trouble(
    "missing_right",
    `The user of DATABASE_URL lacks a right on the database. ${howToRun("phase doctor")} says which, with the GRANT to run.`,
  ),
  "08P01": trouble(
    "refused",
    "A pooler in front of the database refuses the connection. Leave out options=… in DATABASE_URL, or connect to the database itself.",
  ),
  ENOENT: trouble("unreachable", "There is no socket of a database at the path in DATABASE_URL."),
  ENOTFOUND: trouble("unreachable", "The database's host name in DATABASE_URL is not known to this machine."),
  EAI_AGAIN: trouble(
    "unreachable",
    "The database's host name in DATABASE_URL can't be looked up at the moment.",
  ),
  ECONNREFUSED: trouble(
    "unreachable",
    "Nothing takes connections at the database's host and port in DATABASE_URL. Start the server, or put them right.",
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: trouble(
    "refused",
    "The certificate of the database's server is made out to another name. Use that name as the host in DATABASE_URL.",
  ),
};
// Prisma's own, where its adapter passes no code on: not reachable, too late, closed.
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
  // Kinds of its adapter's, of a statement that it only hands through.
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
];
const UNTRUSTED_CODES =
  /^(P1011$|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;

// node-postgres gives these no code. They are its own words, and never the server's.
const BY_WORDS: readonly [RegExp, Known][] = [
  [
    /server does not support SSL/,
    trouble(
      "refused",
      "The database's server does not speak TLS. Write sslmode=disable in DATABASE_URL if the network is to be trusted.",
    ),
  ],
  [
    /client password must be a/,
    trouble("refused", "The database asks for a password, and DATABASE_URL has none."),
  ],
  [
    /^(timeout e|Connection terminated|Client was closed|The database did not answer|Unable to start a transaction)/,
    UNREACHABLE,
  ],
];

/** Whether node-postgres or this program has said it of a connection. */
export function isOfConnection(error: unknown): boolean {
  return error instanceof Error && BY_WORDS.some(([words]) => words.test(error.message));
}

/** Null: nothing that the whole database has to do with. */
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

/** The error, and what it was made of: a cause, several addresses' reasons, what Prisma's adapter was told. */
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
