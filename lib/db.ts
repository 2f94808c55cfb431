import { PrismaPg } from "@prisma/adapter-pg";
import { connectionTo } from "@/lib/database/connect";
import { statementName } from "@/lib/database/prepared";
import { PROMPT, type SessionOverrides } from "@/lib/database/session";
import { env } from "@/lib/settings/env";
import { PrismaClient, type Prisma } from "@/lib/generated/prisma/client";

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

/**
 * Milliseconds. Prisma's defaults of two and five seconds are too short if the database is 300 ms away: a
 * connection takes five round trips, and a unit of work some twenty.
 */
const TRANSACTION = { maxWait: 10_000, timeout: 20_000 } as const;

type PoolSettings = { max?: number; session?: SessionOverrides; answerSeconds?: number };

/** A client with its own pool of at most `max` connections (10). End it with `$disconnect()`. */
export function createDb(databaseUrl: string, { max = 10, ...own }: PoolSettings = {}): Db {
  const adapter = new PrismaPg(
    { ...connectionTo(databaseUrl, own), max },
    { statementNameGenerator: statementName },
  );
  return new PrismaClient({ adapter, transactionOptions: TRANSACTION, log: [] });
}

// On globalThis because `next dev` reloads modules, and each reload would leave a pool behind.
const holder: { phaseDb?: Db } = globalThis as { phaseDb?: Db };

/** This process's client, created on the first call. Configured for the web, unless `openDb` came first. */
export function db(): Db {
  return openDb(PROMPT);
}

/** For a process whose statements nobody waits for. Call it before anything else requests the client. */
export function openDb(settings: PoolSettings = {}): Db {
  return (holder.phaseDb ??= createDb(env().databaseUrl, settings));
}

/**
 * The time of the clock that decides. The process's own clock may be wrong. In a transaction: the time of its
 * start.
 */
export async function databaseNow(db: Tx | Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (row === undefined) throw new Error("The database returned no time.");
  return row.now;
}
