import type { Violation } from "./violation";

/** What one run of one goal came to. */
export type Result = {
  goal: string;
  seed: number;
  figures: Record<string, number | string>;
  violations: Violation[];
};

/** Of `values`, the one that `share` of them do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
}
