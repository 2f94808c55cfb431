import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { deleteRows } from "@/lib/retention/delete-rows";

const KEPT_DAYS = 90;

/**
 * Removes tokens that were revoked three months ago, unless they created one that still exists and names them
 * as its creator.
 */
export async function purgeTokens(db: Db): Promise<void> {
  const isOver = Prisma.sql`
    revoked_at < now() - make_interval(days => ${KEPT_DAYS}::int)
      AND NOT EXISTS (SELECT FROM service_token AS made WHERE made.made_by_token_id = service_token.id)`;
  await deleteRows(db, "service_token", isOver);
}
