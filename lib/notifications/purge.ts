import { databaseNow, type Db } from "@/lib/db";

const KEPT_DAYS = 30;

/** Removes what is older than a month and has nothing left to deliver, and signing secrets that have expired. */
export async function purgeNotifications(db: Db): Promise<void> {
  const now = await databaseNow(db);
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  await db.notification.deleteMany({
    where: { at: { lt: before }, deliveries: { none: { nextAttemptAt: { not: null } } } },
  });
  await db.webhookSecret.deleteMany({ where: { expiresAt: { lt: now } } });
}
