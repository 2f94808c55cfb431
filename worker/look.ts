/** One statement that says whether there is anything to do, for all that a worker does by itself. */
import { UNLINKED_COLUMN } from "@/lib/audit-log/link-entries";
import { PREPARED } from "@/lib/database/prepared";
import type { Db } from "@/lib/db";
import { NEWS_COLUMN } from "@/lib/notifications/deliver";
import { DUE_COLUMNS } from "@/lib/rotation/engine/due";

/** `isDue`: also what is in somebody's hands. `nextDueInMs`: null where nothing is planned. */
export type Look = { isDue: boolean; nextDueInMs: number | null; hasNews: boolean; hasUnlinked: boolean };

export async function lookAround(db: Db): Promise<Look> {
  const [look] = await db.$queryRaw<
    Look[]
  >`${PREPARED} SELECT ${DUE_COLUMNS}, ${NEWS_COLUMN}, ${UNLINKED_COLUMN}`;
  if (look === undefined) throw new Error("The database did not say what is due.");
  return look;
}
