import type { Violation } from "./violation";

/** The result of one run of one goal. */
export type Result = {
  goal: string;
  seed: number;
  figures: Record<string, number | string>;
  violations: Violation[];
};

/** The value that `share` of `values` don't exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
}
