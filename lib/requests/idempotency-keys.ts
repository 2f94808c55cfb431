import { databaseNow, type Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";

const KEPT_SECONDS = 24 * 3_600;

/** Expired keys of repeatable requests. */
export async function expiredIdempotencyKeys(db: Db): Promise<{ createdAt: { lt: Date } }> {
  return { createdAt: { lt: new Date((await databaseNow(db)).getTime() - KEPT_SECONDS * 1000) } };
}

/** Removes them, so that requests aren't kept longer than needed. */
export async function purgeIdempotencyKeys(db: Db): Promise<void> {
  const isExpired = Prisma.sql`created_at < now() - make_interval(secs => ${KEPT_SECONDS}::int)`;
  await deleteRows(db, "idempotency_key", isExpired);
}
