/** Some organisations require keys to expire. Such a key must live until its successor has taken over. */

/** Longest key lifetime that OpenAI accepts, in seconds: one year. */
export const MAX_KEY_LIFETIME_SECONDS = 31_536_000;

/** The time that an expiring key leaves for failed attempts before its overlap must begin. Seconds. */
export const EXPIRY_MARGIN_SECONDS = 3_600;

export type Cadence = { rotationIntervalSeconds: number; revocationDelaySeconds: number };

/**
 * Whether a key of that lifetime still works when the overlap with its successor ends, with an hour to spare.
 * Null: doesn't expire.
 */
export function outlives(keyLifetimeSeconds: number | null, cadence: Cadence): boolean {
  const { rotationIntervalSeconds, revocationDelaySeconds } = cadence;
  const needed = rotationIntervalSeconds + revocationDelaySeconds + EXPIRY_MARGIN_SECONDS;
  return keyLifetimeSeconds === null || keyLifetimeSeconds >= needed;
}
