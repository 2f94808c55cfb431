import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";

/** Removes notifications older than `days` that have nothing left to deliver, and expired signing secrets. */
export async function purgeNotifications(db: Db, days: number): Promise<void> {
  const isOver = Prisma.sql`
    at < now() - make_interval(days => ${days}::int) AND NOT EXISTS (
      SELECT FROM delivery WHERE notification_id = notification.id AND next_attempt_at IS NOT NULL)`;
  await deleteRows(db, "notification", isOver);
  await deleteRows(db, "webhook_secret", Prisma.sql`expires_at < now()`);
}
