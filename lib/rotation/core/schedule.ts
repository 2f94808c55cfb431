/** When things happen. Time and chance are arguments, so nothing in this file reads a clock. */
import { type Cadence, EXPIRY_MARGIN_SECONDS } from "@/lib/providers/key-lifetime";

export function secondsAfter(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

/** The engine's own delays, in seconds. `scale` multiplies each of them (PHASE_RETRY_SCALE). */
export type Timing = { scale: number; providerTimeoutSeconds: number };

/** How long a claim lasts: twice the longest provider call, so that a live worker never loses it during a call. */
export function leaseSeconds(timing: Timing): number {
  return timing.providerTimeoutSeconds * 2;
}

/** No worker waits any more for the response to a request older than this. */
export function lostAfterSeconds(timing: Timing): number {
  return timing.providerTimeoutSeconds * 1.5;
}

/** Searches for an account that a lost request may have created, counted from the request: 45 s … 24 h. */
export const UNKNOWN_CHECK_SECONDS = [45, 120, 600, 3_600, 21_600, 86_400] as const;
export const CLEAN_LISTINGS_NEEDED = 3;

/**
 * The time of the next search, after `checks` searches. After the end of the list: daily. Overdue searches
 * (no worker ran for a day) still keep a distance, because an account takes time to appear in listings.
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

/** A 401 or 403 counts only after it was seen twice, this far apart, because OpenAI has sent bogus ones. */
export function confirmSeconds(timing: Timing): number {
  return 60 * timing.scale;
}

/**
 * Seconds to wait before attempt number `attempt` + 1: 5·2ⁿ ± 50 %, at most one hour or `capSeconds`.
 * `chance` is in [0, 1).
 */
export function backoffSeconds(attempt: number, chance: number, timing: Timing, capSeconds = 3_600): number {
  const raw = 5 * 2 ** Math.min(Math.max(attempt - 1, 0), 16);
  const capped = Math.min(raw, 3_600) * (0.5 + chance) * timing.scale;
  return Math.min(capped, capSeconds);
}

/** A position in [0, 1) for events of one row: always the same, and different from other rows' (FNV-1a). */
export function spreadOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}

/** While the provider is away, one call per admin key is attempted at least this often, to detect its return. */
export function probeSeconds(timing: Timing): number {
  return 60 * timing.scale;
}

/** Calls with one admin key: `burst` together, and one more every `spacingSeconds`. */
export type Allowance = { spacingSeconds: number; burst: number };

/** OpenAI documents no limit for its admin API. Five a second is what a script would send. */
export function allowanceOf(timing: Timing): Allowance {
  return { spacingSeconds: 0.2 * timing.scale, burst: 20 };
}

/** A call waits at most this long for its turn, because a mint must get its response before its row counts as lost. */
export function turnWaitSeconds(timing: Timing): number {
  return timing.providerTimeoutSeconds * 0.4;
}

/** A saved key that couldn't become current for this long is given up, and another one minted. */
export function resumeSeconds(timing: Timing): number {
  return Math.max(600 * timing.scale, leaseSeconds(timing) * 2);
}

/** How often Phase compares its rows with the provider's accounts. */
export function inventorySeconds(timing: Timing): number {
  return 86_400 * timing.scale;
}

/** Listings count only for accounts older than this, because they lag. */
export function listingLagSeconds(timing: Timing): number {
  return 600 * timing.scale;
}

/**
 * If nobody looked at a row this long after its due time, it may be out of date, because a backup was
 * restored. A running worker is only seconds late.
 */
export function isOverlooked(nextCheckAt: Date | null, now: Date, timing: Timing): boolean {
  return nextCheckAt !== null && secondsAfter(nextCheckAt, 600 * timing.scale) < now;
}

/** The minimum time for which an account without a row is left alone, because someone may still use its key. */
export function quarantineSeconds(timing: Timing): number {
  return 86_400 * timing.scale;
}

/** The minimum time before a key's successor is minted, however short its lifetime. Seconds. */
const SHORTEST_LIFE_SECONDS = 60;

/**
 * When the successor of a key that became current at `exposedAt` is minted: at `planned`, by default after
 * the interval. A key that expires (required by some organisations) is replaced earlier if necessary.
 */
export function successorDueAt(
  exposedAt: Date,
  cadence: Cadence,
  keyExpiresAt: Date | null,
  planned = secondsAfter(exposedAt, cadence.rotationIntervalSeconds),
): Date {
  const latest = keyExpiresAt === null ? planned : latestSuccessorAt(exposedAt, cadence, keyExpiresAt);
  return latest < planned ? latest : planned;
}

/** Early enough for an expiring key to complete its overlap, but not before the middle of its life. */
export function latestSuccessorAt(
  exposedAt: Date,
  { revocationDelaySeconds }: Pick<Cadence, "revocationDelaySeconds">,
  keyExpiresAt: Date,
): Date {
  const lifeSeconds = (keyExpiresAt.getTime() - exposedAt.getTime()) / 1000;
  const latest = lifeSeconds - revocationDelaySeconds - EXPIRY_MARGIN_SECONDS;
  return secondsAfter(exposedAt, Math.max(latest, lifeSeconds / 2, SHORTEST_LIFE_SECONDS));
}

/**
 * The first time after `now` in the series that contains `planned`. After an outage, each schedule returns to
 * its own times, so that rotations hours apart stay so.
 */
export function nextInSeries(planned: Date, intervalSeconds: number, now: Date): Date {
  const missed = Math.floor((now.getTime() - planned.getTime()) / (intervalSeconds * 1000));
  return secondsAfter(planned, Math.max(missed + 1, 0) * intervalSeconds);
}

/** A key this close to its expiry doesn't become current: its response was delayed for most of its life. */
export function endsTooSoon(keyExpiresAt: Date | null, now: Date): boolean {
  return keyExpiresAt !== null && keyExpiresAt <= secondsAfter(now, SHORTEST_LIFE_SECONDS);
}

/** How far the database's clock and the provider's may differ. Seconds. */
export const CLOCK_TOLERANCE_SECONDS = 300;
/** A reading of the provider's clock isn't trusted for longer than this if it would hold something back. Seconds. */
export const CLOCK_READING_SECONDS = 60;

export type PlannedRotation = { mintAt: Date; revokeAt: Date };

/**
 * The coming rotations: each mint, and when the credential it replaces is revoked. After the first, they
 * follow the series that contains `planned`.
 */
export function plannedRotations(
  firstMintAt: Date,
  { rotationIntervalSeconds, revocationDelaySeconds }: Cadence,
  count: number,
  planned = firstMintAt,
): PlannedRotation[] {
  const secondMintAt = nextInSeries(planned, rotationIntervalSeconds, firstMintAt);
  return Array.from({ length: count }, (_, index) => {
    const mintAt =
      index === 0 ? firstMintAt : secondsAfter(secondMintAt, (index - 1) * rotationIntervalSeconds);
    return { mintAt, revokeAt: secondsAfter(mintAt, revocationDelaySeconds) };
  });
}

/** When a secret's next mint may start: a retry time takes precedence over a request, a request over the schedule. */
export function dueAt(secret: {
  retryAt: Date | null;
  rotateRequestedAt: Date | null;
  nextRotationAt: Date;
}): Date {
  return secret.retryAt ?? secret.rotateRequestedAt ?? secret.nextRotationAt;
}
