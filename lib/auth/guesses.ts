/**
 * Guesses at passwords get slower instead of being shut out: a wall can be kept up by whoever wants an owner to stay outside.
 * Each try is counted before anything is hashed, in one statement, so that many at once count as many. Whether
 * one comes too early is asked of the clock, not of now(): one that waited for another's row began before that was written.
 */
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";
import type { Db } from "@/lib/db";
import { DomainError } from "@/lib/errors";

/** `free` tries without a delay; then 1, 2, 4 … seconds between two, up to `longest`. */
const KINDS = {
  /** One account from one address. */
  pair: { free: 5, longest: 900 },
  /** One account from anywhere: short, for whoever guesses from many addresses must not keep its owner out. */
  account: { free: 10, longest: 60 },
  /** One address at any account: an office may stand behind it. */
  address: { free: 50, longest: 60 },
  /** A browser in which the account was signed in before. No other guess counts against it. */
  device: { free: 10, longest: 900 },
} as const;
export type GuessKind = keyof typeof KINDS;
export type Guess = { kind: GuessKind; name: string };

/** Forgotten after as long without a try. */
const FORGET_SECONDS = 3_600;

/** Counts one try. Throws `too_many_requests` while the delay after the one before is not over; that one counts for nothing. */
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
 * Throws `too_many_requests` where one of these delays is not over: what one of them refuses counts in none of the others. Else
 * an owner who tries while somebody guesses would slow down their own address.
 */
export async function refuseEarlyGuess(db: Db, guesses: readonly Guess[]): Promise<void> {
  const keys = guesses.map(({ kind, name }) => `${kind} ${name}`);
  const [wait] = await db.$queryRaw<{ seconds: number | null }[]>`
    SELECT ceil(extract(epoch FROM max(open_at) - now()))::int AS seconds
      FROM guess WHERE key IN (${Prisma.join(keys)}) AND open_at > clock_timestamp()`;
  if (wait?.seconds != null) throw tooEarly(wait.seconds);
}

function tooEarly(retryAfterSeconds: number): DomainError {
  return new DomainError("too_many_requests", `Too many tries. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

/** The right password: it was no guess. */
export async function forgetGuess(db: Db, kind: GuessKind, name: string): Promise<void> {
  await db.$executeRaw`
    UPDATE guess SET tries = greatest(tries - 1, 0), open_at = now() WHERE key = ${`${kind} ${name}`}`;
}

/** The right password from here: what came before is forgotten. */
export async function forgetGuesses(db: Db, kind: GuessKind, name: string): Promise<void> {
  await db.guess.deleteMany({ where: { key: `${kind} ${name}` } });
}

/** For the worker: what nobody has tried for long. */
export async function purgeGuesses(db: Db): Promise<void> {
  await deleteRows(db, "guess", Prisma.sql`at < now() - make_interval(secs => ${2 * FORGET_SECONDS}::int)`);
}
