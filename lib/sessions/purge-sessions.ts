import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";

const KEPT_DAYS = 30;

/** Removes sessions that ended a month ago, by sign-out or expiry. */
export async function purgeSessions(db: Db): Promise<void> {
  const isOver = Prisma.sql`LEAST(ended_at, expires_at) < now() - make_interval(days => ${KEPT_DAYS}::int)`;
  await deleteRows(db, "session", isOver);
}
