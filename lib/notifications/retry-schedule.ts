/** Delays between attempts, in seconds: nine attempts over about 36 hours, as Standard Webhooks suggests. */
const WAITS_SECONDS = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 64_800] as const;

export const MOST_ATTEMPTS = WAITS_SECONDS.length + 1;

/** Seconds from failed attempt number `attempt` to the next, ± 10 %. Null after the last. `chance` is in [0, 1). */
export function retryAfterSeconds(attempt: number, chance: number, scale: number): number | null {
  const wait = WAITS_SECONDS[attempt - 1];
  return wait === undefined ? null : wait * (0.9 + chance * 0.2) * scale;
}
