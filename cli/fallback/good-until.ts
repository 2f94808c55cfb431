/** How long a saved response may be used. */

/** Regardless of the keys' lifetime: a program should not start with values that nobody has read for two weeks. */
export const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;
/** A starting machine sets its clock a little later. */
const CLOCK_SLACK_MS = 5 * 60 * 1000;

/** In milliseconds since 1970, like the times of `Kept`. `goodForSeconds`: from Phase. Null if Phase gives none. */
export function goodUntil(readAt: number, goodForSeconds: number | null): number {
  return readAt + Math.min(LONGEST_MS, (goodForSeconds ?? Infinity) * 1000);
}

/** Why it must not be used now, in words that follow "The fallback file …". Null if it may. */
export function whyUnusable(kept: { readAt: number; goodUntil: number }, now: number): string | null {
  if (kept.readAt > now + CLOCK_SLACK_MS) {
    return `is from ${new Date(kept.readAt).toISOString()}, so this machine's clock is behind`;
  }
  if (now >= Math.min(kept.goodUntil, kept.readAt + LONGEST_MS)) {
    return `was good until ${new Date(kept.goodUntil).toISOString()}, so its keys may be revoked by now`;
  }
  return null;
}
