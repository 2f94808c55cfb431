import type { Tx } from "@/lib/db";
import { invalid } from "@/lib/requests/read-input";

/** More than a process takes in its environment, and little enough that reading all of it holds up nobody else. */
const MOST_MIB = 16;

/**
 * Throws `invalid_input` where an environment's values together hold too much, as they are stored. Call it after the change, in
 * its transaction.
 */
export async function requireRoom(tx: Tx, environmentId: string): Promise<void> {
  // Of a large text the length stands beside it: none is read for this.
  const [row] = await tx.$queryRaw<{ bytes: number }[]>`
    SELECT coalesce(sum(octet_length(envelope)), 0)::float8 AS bytes
      FROM secret WHERE environment_id = ${environmentId}::uuid`;
  if ((row?.bytes ?? 0) <= MOST_MIB * 1_048_576) return;
  throw invalid([
    {
      path: "value",
      message: `The values of an environment may take ${MOST_MIB} MiB together, encrypted. Delete some, or keep large ones elsewhere.`,
    },
  ]);
}
