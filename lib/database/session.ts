/**
 * How every connection's session is set, whatever the server, the database, the role or the URL have as their default:
 * times arrive as text whose offset nobody reads, and raw SQL names tables without their schema.
 */

/** Seconds. The server cancels a statement that takes longer; a connection without an answer for longer is given up. */
export const LONGEST = {
  connect: 10,
  statement: 30,
  answer: 35,
  lockWait: 20,
  idleInTransaction: 30,
} as const;

const PINNED = {
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  search_path: "public",
  standard_conforming_strings: "on",
  default_transaction_isolation: "read committed",
  default_transaction_deferrable: "off",
  extra_float_digits: "1",
  bytea_output: "hex",
  array_nulls: "on",
  transform_null_equals: "off",
  exit_on_error: "off",
  idle_session_timeout: "0",
  transaction_timeout: "0",
  statement_timeout: `${LONGEST.statement}s`,
  lock_timeout: `${LONGEST.lockWait}s`,
  idle_in_transaction_session_timeout: `${LONGEST.idleInTransaction}s`,
  // A server whose client vanished gives up its session, with its locks, after half a minute instead of two hours.
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "4",
} as const;

type SessionSetting = keyof typeof PINNED;
/** What one connection has otherwise: an administrative one may run statements that take long. */
export type SessionOverrides = Partial<Record<SessionSetting, string>>;

/** 0 over a Unix socket, whatever was set. */
const NOT_COMPARED = /^tcp_/;

/** Two statements in one message: the first sets the session, the second has a row for each setting that did not hold. */
export function sessionStatements(overrides: SessionOverrides): string {
  const wanted = Object.entries({ ...PINNED, ...overrides });
  const set = wanted.map(([name, value]) => {
    // An older server lacks some: the start's check can only refuse one that lets itself be asked.
    return `CASE WHEN current_setting('${name}', true) IS NOT NULL THEN set_config('${name}', '${value}', false) END`;
  });
  const compared = wanted.filter(([name]) => !NOT_COMPARED.test(name));
  const rows = compared.map(([name, value]) => `('${name}', '${value}')`);
  return `
    SELECT ${set.join(", ")};
    SELECT name, wanted, current_setting(name, true) AS found
      FROM (VALUES ${rows.join(", ")}) AS pinned (name, wanted)
     WHERE current_setting(name, true) <> wanted`;
}

/** For the web: what somebody asks for is answered soon or not at all. The worker has nobody who asks again and again. */
export const PROMPT = { session: { statement_timeout: "10s" } } as const satisfies {
  session: SessionOverrides;
};

/** For migrations: a statement may take long, and so may another process that migrates. */
export const PATIENT = {
  session: { statement_timeout: "0", lock_timeout: "2min" },
  answerSeconds: 3_600,
} as const satisfies { session: SessionOverrides; answerSeconds: number };
