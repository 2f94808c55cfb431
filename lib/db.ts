import { PrismaPg } from "@prisma/adapter-pg";
import { connectionTo } from "@/lib/database/connect";
import { statementName } from "@/lib/database/prepared";
import { PROMPT, type SessionOverrides } from "@/lib/database/session";
import { env } from "@/lib/settings/env";
import { PrismaClient, type Prisma } from "@/lib/generated/prisma/client";

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

/**
 * Milliseconds. Prisma's own two and five seconds are too few where the database is 300 ms away: a connection takes five
 * round trips, and a unit of work some twenty.
 */
const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const;

type PoolSettings = { max?: number; session?: SessionOverrides; answerSeconds?: number };

/** A client with a pool of its own, at most `max` connections (10). End it with `$disconnect()`. */
export function createDb(databaseUrl: string, { max = 10, ...own }: PoolSettings = {}): Db {
  const adapter = new PrismaPg(
    { ...connectionTo(databaseUrl, own), max },
    { statementNameGenerator: statementName },
  );
  return new PrismaClient({ adapter, transactionOptions: TRANSACTION, log: [] });
}

// On globalThis because `next dev` reloads modules: each reload would leave a pool behind.
const holder: { phaseDb?: Db } = globalThis as { phaseDb?: Db };

/** This process's client, made at the first call: as the web has it, unless `openDb` came first. */
export function db(): Db {
  return openDb(PROMPT);
}

/** The same for a process whose statements nobody waits for. Call it before anything else asks for the client. */
export function openDb(settings: PoolSettings = {}): Db {
  return (holder.phaseDb ??= createDb(env().databaseUrl, settings));
}

/**
 * The time by the clock that decides: this process's own may be wrong, and another's differs from it. In a transaction, when
 * that began.
 */
export async function databaseNow(db: Tx | Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (row === undefined) throw new Error("The database did not tell the time.");
  return row.now;
}
