import type { Tx } from "@/lib/db";
import { invalid } from "@/lib/requests/read-input";

/** More than fits into a process's environment, and little enough that reading everything delays nobody. */
const MOST_MIB = 16;

/**
 * Throws `invalid_input` if an environment's stored values are too large together. Call it after the change,
 * in its transaction.
 */
export async function requireRoom(tx: Tx, environmentId: string): Promise<void> {
  // PostgreSQL stores a large text's length separately, so no text is read for this.
  const [row] = await tx.$queryRaw<{ bytes: number }[]>`
    SELECT coalesce(sum(octet_length(envelope)), 0)::float8 AS bytes
      FROM secret WHERE environment_id = ${environmentId}::uuid`;
  if ((row?.bytes ?? 0) <= MOST_MIB * 1_048_576) return;
  throw invalid([
    {
      path: "value",
      message: `The encrypted values of an environment must total at most ${MOST_MIB} MiB. Delete some, or keep large ones elsewhere.`,
    },
  ]);
}
