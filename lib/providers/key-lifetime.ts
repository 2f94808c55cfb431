/** Some organizations demand that keys end by themselves. Such a key has to live until its successor has taken over. */

/** Longest key lifetime that OpenAI takes, in seconds: one year. */
export const MAX_KEY_LIFETIME_SECONDS = 31_536_000;

/** What a key that ends by itself leaves for tries that fail, before its overlap has to begin. Seconds. */
export const EXPIRY_MARGIN_SECONDS = 3_600;

export type Cadence = { rotationIntervalSeconds: number; revocationDelaySeconds: number };

/** Whether a key of that lifetime is still good when the overlap with its successor ends, an hour late; null: no end. */
export function outlives(keyLifetimeSeconds: number | null, cadence: Cadence): boolean {
  const { rotationIntervalSeconds, revocationDelaySeconds } = cadence;
  const needed = rotationIntervalSeconds + revocationDelaySeconds + EXPIRY_MARGIN_SECONDS;
  return keyLifetimeSeconds === null || keyLifetimeSeconds >= needed;
}
