/**
 * Password attempts are slowed down rather than blocked, because an attacker could keep a block in place to
 * lock an owner out. Each attempt is counted before anything is hashed, in one statement, so concurrent
 * attempts all count. Whether one comes too early is decided by the clock, not by now(): an attempt that
 * waited for another's row began before that row was written.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";

/** `free` attempts without a delay, then 1, 2, 4 … seconds between attempts, up to `longest`. */
const KINDS = {
  /** One account from one IP address. */
  pair: { free: 5, longest: 900 },
  /** One account from anywhere. The delay is short, so that guesses from many addresses don't lock its owner out. */
  account: { free: 10, longest: 60 },
  /** One IP address at any account. An office may share it. */
  address: { free: 50, longest: 60 },
  /** A browser in which the account was signed in before. No other attempt counts against it. */
  device: { free: 10, longest: 900 },
} as const;
export type GuessKind = keyof typeof KINDS;
export type Guess = { kind: GuessKind; name: string };

/** Forgotten after this time without an attempt. */
const FORGET_SECONDS = 3_600;

/**
 * Counts one attempt. Throws `too_many_requests` while the previous delay isn't over. Such an attempt isn't
 * counted.
 */
export async function takeGuess(db: Db, kind: GuessKind, name: string): Promise<void> {
  const { free, longest } = KINDS[kind];
  const key = `${kind} ${name}`;
  const taken = await db.$queryRaw<unknown[]>`
    INSERT INTO guess AS had (key, tries, open_at, at) VALUES (${key}, 1, now(), now())
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN had.at < now() - make_interval(secs => ${FORGET_SECONDS}::int) THEN 1 ELSE had.tries + 1 END,
      open_at = CASE
        WHEN had.at < now() - make_interval(secs => ${FORGET_SECONDS}::int) OR had.tries + 1 < ${free}::int THEN now()
        ELSE now() + make_interval(secs => least(${longest}::int, power(2, least(had.tries + 1 - ${free}::int, 20))))
      END,
      at = now()
    WHERE had.open_at <= clock_timestamp()
    RETURNING 1`;
  if (taken.length > 0) return;
  const [wait] = await db.$queryRaw<{ seconds: number }[]>`
    SELECT greatest(1, ceil(extract(epoch FROM open_at - now())))::int AS seconds FROM guess WHERE key = ${key}`;
  throw tooEarly(wait?.seconds ?? 1);
}

/**
 * Throws `too_many_requests` if one of these delays isn't over. A refused attempt isn't counted anywhere.
 * Otherwise an owner who tries during an attack would slow down their own address.
 */
export async function refuseEarlyGuess(db: Db, guesses: readonly Guess[]): Promise<void> {
  const keys = guesses.map(({ kind, name }) => `${kind} ${name}`);
  const [wait] = await db.$queryRaw<{ seconds: number | null }[]>`
    SELECT ceil(extract(epoch FROM max(open_at) - now()))::int AS seconds
      FROM guess WHERE key IN (${Prisma.join(keys)}) AND open_at > clock_timestamp()`;
  if (wait?.seconds != null) throw tooEarly(wait.seconds);
}

function tooEarly(retryAfterSeconds: number): DomainError {
  return new DomainError("too_many_requests", `Too many attempts. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

/** The password was right, so it wasn't a guess. */
export async function forgetGuess(db: Db, kind: GuessKind, name: string): Promise<void> {
  await db.$executeRaw`
    UPDATE guess SET tries = greatest(tries - 1, 0), open_at = now() WHERE key = ${`${kind} ${name}`}`;
}

/** The password was right from here, so earlier attempts are forgotten. */
export async function forgetGuesses(db: Db, kind: GuessKind, name: string): Promise<void> {
  await db.guess.deleteMany({ where: { key: `${kind} ${name}` } });
}

/** For the worker: rows without attempts for a long time. */
export async function purgeGuesses(db: Db): Promise<void> {
  await deleteRows(db, "guess", Prisma.sql`at < now() - make_interval(secs => ${2 * FORGET_SECONDS}::int)`);
}
