import type { SecretRow } from "@/lib/api/secrets";

/** The keys that the rows of an environment hold; those in `besides` belong to what is being edited. */
export function takenKeys(rows: readonly SecretRow[], besides?: (row: SecretRow) => boolean): Set<string> {
  return new Set(rows.filter((row) => besides?.(row) !== true).map((row) => row.key));
}
