import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { PrismaClient, type Prisma } from "@/lib/generated/prisma/client";

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

/** A client with a pool of its own, at most `max` connections (10). End it with `$disconnect()`. */
export function createDb(databaseUrl: string, { max = 10 }: { max?: number } = {}): Db {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max }), log: [] });
}

// On globalThis because `next dev` reloads modules: each reload would leave a pool behind.
const holder: { phaseDb?: Db } = globalThis as { phaseDb?: Db };

/** The web process's client, made at the first call. */
export function db(): Db {
  return (holder.phaseDb ??= createDb(env().databaseUrl));
}
