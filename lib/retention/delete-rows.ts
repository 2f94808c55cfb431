/**
 * Deletes in batches, each in its own transaction, so that a first purge of hundreds of thousands of rows
 * blocks nobody.
 */
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

const ROWS_AT_ONCE = 2_000;

/**
 * Removes the rows of `table` that match `which`, a condition on its columns, and returns their number. A
 * locked row is left for next time. `signal` ends it between two batches.
 */
export async function deleteRows(
  db: Db,
  table: string,
  which: Prisma.Sql,
  { signal, rowsAtOnce = ROWS_AT_ONCE }: { signal?: AbortSignal; rowsAtOnce?: number } = {},
): Promise<number> {
  const name = Prisma.raw(`"${table}"`);
  let deleted = 0;
  while (signal?.aborted !== true) {
    const count = await db.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${name} WHERE ${which} LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED))`;
    deleted += count;
    if (count < rowsAtOnce) break;
  }
  return deleted;
}
