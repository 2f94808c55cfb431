import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/** Empties tables and what hangs on them. What is append-only refuses that; triggers rest for who owns the server. */
export async function truncate(db: Db, ...tables: string[]): Promise<void> {
  await db.$transaction([
    db.$executeRaw`SET LOCAL session_replication_role = replica`,
    db.$executeRaw`TRUNCATE ${Prisma.raw(tables.join(", "))} CASCADE`,
  ]);
}
