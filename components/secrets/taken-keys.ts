import type { SecretRow } from "@/lib/api/secrets";

/** The keys of the environment's rows. Those in `besides` belong to the edited item. */
export function takenKeys(rows: readonly SecretRow[], besides?: (row: SecretRow) => boolean): Set<string> {
  return new Set(rows.filter((row) => besides?.(row) !== true).map((row) => row.key));
}
