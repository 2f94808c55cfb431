/** For how long a kept answer may be used. */

/** However long the keys may live: what nobody has read for two weeks is not what a program should start with. */
export const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;
/** Clocks of machines that start are set a little later. */
const CLOCK_SLACK_MS = 5 * 60 * 1000;

/** In milliseconds since 1970, as the times of `Kept`. `goodForSeconds`: as Phase says; null where it says nothing. */
export function goodUntil(readAt: number, goodForSeconds: number | null): number {
  return readAt + Math.min(LONGEST_MS, (goodForSeconds ?? Infinity) * 1000);
}

/** Why it must not be used now, in words that follow "The fallback file …"; null where it may. */
export function whyUnusable(kept: { readAt: number; goodUntil: number }, now: number): string | null {
  if (kept.readAt > now + CLOCK_SLACK_MS) {
    return `is from ${new Date(kept.readAt).toISOString()}: this machine's clock is behind`;
  }
  if (now >= Math.min(kept.goodUntil, kept.readAt + LONGEST_MS)) {
    return `was good until ${new Date(kept.goodUntil).toISOString()}: its keys may be revoked by now`;
  }
  return null;
}
