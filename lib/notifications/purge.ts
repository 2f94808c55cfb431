import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";

const KEPT_DAYS = 30;

/** Removes notifications older than a month that have nothing left to deliver, and expired signing secrets. */
export async function purgeNotifications(db: Db): Promise<void> {
  const isOver = Prisma.sql`
    at < now() - make_interval(days => ${KEPT_DAYS}::int) AND NOT EXISTS (
      SELECT FROM delivery WHERE notification_id = notification.id AND next_attempt_at IS NOT NULL)`;
  await deleteRows(db, "notification", isOver);
  await deleteRows(db, "webhook_secret", Prisma.sql`expires_at < now()`);
}
