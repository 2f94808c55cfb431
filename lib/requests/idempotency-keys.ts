import { databaseNow, type Db } from "@/lib/db";

const KEPT_MS = 24 * 3_600_000;

/** Which keys of repeatable requests no longer count. */
export async function expiredIdempotencyKeys(db: Db): Promise<{ createdAt: { lt: Date } }> {
  return { createdAt: { lt: new Date((await databaseNow(db)).getTime() - KEPT_MS) } };
}

/** Removes them: what a person sent is kept for no longer than it is needed. */
export async function purgeIdempotencyKeys(db: Db): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: await expiredIdempotencyKeys(db) });
}
