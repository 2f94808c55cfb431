/**
 * The settings of every connection's session, whatever the defaults of the server, database, role or URL:
 * times arrive as text whose offset nobody reads, and raw SQL names tables without their schema.
 */

/**
 * Seconds. The server cancels a statement that takes longer. A connection that doesn't respond for longer is
 * dropped.
 */
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
  // A server drops the session of a vanished client, with its locks, after half a minute rather than two
  // hours.
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "4",
} as const;

type SessionSetting = keyof typeof PINNED;
/** Overrides for one connection. An administrative one may run long statements. */
export type SessionOverrides = Partial<Record<SessionSetting, string>>;

/** 0 over a Unix socket, whatever the setting. */
const NOT_COMPARED = /^tcp_/;

/**
 * Two statements in one message: the first configures the session, the second returns a row for each setting
 * that didn't take effect.
 */
export function sessionStatements(overrides: SessionOverrides): string {
  const wanted = Object.entries({ ...PINNED, ...overrides });
  const set = wanted.map(([name, value]) => {
    // An older server lacks some. The check at start can refuse only a server that answers.
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

/** For the web: requests are answered soon or not at all. Nobody waits for the worker, which retries. */
export const PROMPT = { session: { statement_timeout: "10s" } } as const satisfies {
  session: SessionOverrides;
};

/** For migrations: a statement may take long, and so may another migrating process. */
export const PATIENT = {
  session: { statement_timeout: "0", lock_timeout: "2min" },
  answerSeconds: 3_600,
} as const satisfies { session: SessionOverrides; answerSeconds: number };
