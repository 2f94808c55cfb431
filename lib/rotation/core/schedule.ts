/** When things happen. Time and chance are arguments: nothing here reads a clock. */

export function secondsAfter(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

/** The engine's own waiting times, in seconds. `scale` multiplies each of them (PHASE_RETRY_SCALE). */
export type Timing = { scale: number; providerTimeoutSeconds: number };

/** How long a claim holds: twice the longest provider call, so a live worker never loses it in mid-call. */
export function leaseSeconds(timing: Timing): number {
  return timing.providerTimeoutSeconds * 2;
}

/** A request older than this has no worker waiting for its answer any more. */
export function lostAfterSeconds(timing: Timing): number {
  return timing.providerTimeoutSeconds * 1.5;
}

/** Looks for an account that a lost request may have made, counted from the request: 45 s … 24 h. */
export const UNKNOWN_CHECK_SECONDS = [45, 120, 600, 3_600, 21_600, 86_400] as const;
export const CLEAN_LISTINGS_NEEDED = 3;

/**
 * Time of the next look, after `checks` looks. After the list is used up: daily. Looks that are overdue (nobody worked
 * for a day) still keep a distance: what a listing does not show yet needs time to appear.
 */
export function unknownCheckAt(sentAt: Date, checks: number, now: Date, timing: Timing): Date {
  const planned = UNKNOWN_CHECK_SECONDS[checks];
  if (planned === undefined) return secondsAfter(now, 86_400 * timing.scale);
  const at = secondsAfter(sentAt, planned * timing.scale);
  const soonest = checks === 0 ? now : secondsAfter(now, UNKNOWN_CHECK_SECONDS[0] * timing.scale);
  return at > soonest ? at : soonest;
}

/** Until when a lost request is watched. */
export function watchUntil(sentAt: Date, timing: Timing): Date {
  return secondsAfter(sentAt, 86_400 * timing.scale);
}

/** A 401 or 403 counts after it has been seen twice, this far apart: OpenAI has sent bogus ones. */
export function confirmSeconds(timing: Timing): number {
  return 60 * timing.scale;
}

/**
 * Seconds to wait before try number `attempt` + 1: 5·2ⁿ ± 50 %, at most one hour or `capSeconds`.
 * `chance` is in [0, 1).
 */
export function backoffSeconds(attempt: number, chance: number, timing: Timing, capSeconds = 3_600): number {
  const raw = 5 * 2 ** Math.min(Math.max(attempt - 1, 0), 16);
  const capped = Math.min(raw, 3_600) * (0.5 + chance) * timing.scale;
  return Math.min(capped, capSeconds);
}

/** While the provider is away, one debt of each admin key is tried at least so often: to see that it is back. */
export function probeSeconds(timing: Timing): number {
  return 60 * timing.scale;
}

/** Calls with one admin key: `burst` at once, and one more every `spacingSeconds`. */
export type Allowance = { spacingSeconds: number; burst: number };

/** OpenAI documents no number for its admin API; five a second is what a person with a script would send. */
export function allowanceOf(timing: Timing): Allowance {
  return { spacingSeconds: 0.2 * timing.scale, burst: 20 };
}

/** A saved key that could not be exposed for so long is given up, and another one made. */
export function resumeSeconds(timing: Timing): number {
  return Math.max(600 * timing.scale, leaseSeconds(timing) * 2);
}

/** Our rows are compared with the provider's accounts so often. */
export function inventorySeconds(timing: Timing): number {
  return 86_400 * timing.scale;
}

/** What a listing shows or hides counts only for accounts older than this: listings lag. */
export function listingLagSeconds(timing: Timing): number {
  return 600 * timing.scale;
}

/** How long an account that was found without a row is left alone at least: someone may still use its key. */
export function quarantineSeconds(timing: Timing): number {
  return 86_400 * timing.scale;
}

/** What a key that ends by itself leaves for tries that fail, before its overlap has to begin. Seconds. */
const EXPIRY_MARGIN_SECONDS = 3_600;
/** However short a key's life: its successor is not minted sooner than this. Seconds. */
const SHORTEST_LIFE_SECONDS = 60;

export type Cadence = { rotationIntervalSeconds: number; revocationDelaySeconds: number };

/** Whether a key of that lifetime is still good when the overlap with its successor ends, an hour late; null: no end. */
export function outlives(keyLifetimeSeconds: number | null, cadence: Cadence): boolean {
  const { rotationIntervalSeconds, revocationDelaySeconds } = cadence;
  const needed = rotationIntervalSeconds + revocationDelaySeconds + EXPIRY_MARGIN_SECONDS;
  return keyLifetimeSeconds === null || keyLifetimeSeconds >= needed;
}

/**
 * When the successor of a key exposed at `exposedAt` is minted: after the interval. A key that ends by itself (some
 * organizations' policies demand it) is replaced early enough to live out its overlap, at the soonest in the middle of
 * its life.
 */
export function successorDueAt(exposedAt: Date, cadence: Cadence, keyExpiresAt: Date | null): Date {
  const planned = secondsAfter(exposedAt, cadence.rotationIntervalSeconds);
  if (keyExpiresAt === null) return planned;
  const lifeSeconds = (keyExpiresAt.getTime() - exposedAt.getTime()) / 1000;
  const latest = lifeSeconds - cadence.revocationDelaySeconds - EXPIRY_MARGIN_SECONDS;
  const bound = secondsAfter(exposedAt, Math.max(latest, lifeSeconds / 2, SHORTEST_LIFE_SECONDS));
  return bound < planned ? bound : planned;
}

/** A key whose end is so near that it is not exposed any more: its answer was kept up for most of its life. */
export function endsTooSoon(keyExpiresAt: Date | null, now: Date): boolean {
  return keyExpiresAt !== null && keyExpiresAt <= secondsAfter(now, SHORTEST_LIFE_SECONDS);
}

/** How far the database's clock and the provider's may be apart. Seconds. */
export const CLOCK_TOLERANCE_SECONDS = 300;
/** A reading of the provider's clock is not trusted for longer where it would hold something back. Seconds. */
export const CLOCK_READING_SECONDS = 60;

export type PlannedRotation = { mintAt: Date; revokeAt: Date };

/** The coming rotations: each mint, and when the credential it replaces is revoked. */
export function plannedRotations(
  firstMintAt: Date,
  rotationIntervalSeconds: number,
  revocationDelaySeconds: number,
  count: number,
): PlannedRotation[] {
  return Array.from({ length: count }, (_, index) => {
    const mintAt = secondsAfter(firstMintAt, index * rotationIntervalSeconds);
    return { mintAt, revokeAt: secondsAfter(mintAt, revocationDelaySeconds) };
  });
}

/** When a secret's next mint may start: a retry time wins over a request, a request over the schedule. */
export function dueAt(secret: {
  retryAt: Date | null;
  rotateRequestedAt: Date | null;
  nextRotationAt: Date;
}): Date {
  return secret.retryAt ?? secret.rotateRequestedAt ?? secret.nextRotationAt;
}
