/** One statement that says whether anything is due, for everything that a worker does on its own. */
import { UNLINKED_COLUMN } from "@/lib/audit-log/link-entries";
import { PREPARED } from "@/lib/database/prepared";
import type { Db } from "@/lib/db";
import { NEWS_COLUMN } from "@/lib/notifications/deliver";
import { DUE_COLUMNS } from "@/lib/rotation/engine/due";

/** `isDue`: includes rows that a worker holds. `nextDueInMs`: null if nothing is planned. */
export type Look = { isDue: boolean; nextDueInMs: number | null; hasNews: boolean; hasUnlinked: boolean };

export async function lookAround(db: Db): Promise<Look> {
  const [look] = await db.$queryRaw<
    Look[]
  >`${PREPARED} SELECT ${DUE_COLUMNS}, ${NEWS_COLUMN}, ${UNLINKED_COLUMN}`;
  if (look === undefined) throw new Error("The database returned no due work.");
  return look;
}
