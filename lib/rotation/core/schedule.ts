/** When things happen. Time and chance are arguments: nothing here reads a clock. */
import { type Cadence, EXPIRY_MARGIN_SECONDS } from "@/lib/providers/key-lifetime";

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

/** A place in [0, 1) for what happens to one row: always the same, and apart from other rows' (FNV-1a). */
export function spreadOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
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

/** So long a call waits for its turn at most: a mint still has to be answered before its row counts as lost. */
export function turnWaitSeconds(timing: Timing): number {
  return timing.providerTimeoutSeconds * 0.4;
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

/**
 * Nobody looked at a row for so long after its time that what it says may be older than what happened: a backup was
 * restored. A worker that runs is late by seconds.
 */
export function isOverlooked(nextCheckAt: Date | null, now: Date, timing: Timing): boolean {
  return nextCheckAt !== null && secondsAfter(nextCheckAt, 600 * timing.scale) < now;
}

/** How long an account that was found without a row is left alone at least: someone may still use its key. */
export function quarantineSeconds(timing: Timing): number {
  return 86_400 * timing.scale;
}

/** However short a key's life: its successor is not minted sooner than this. Seconds. */
const SHORTEST_LIFE_SECONDS = 60;

/**
 * When the successor of a key exposed at `exposedAt` is minted: at `planned`, by default after the interval. A key that
 * ends by itself (some organizations' policies demand it) is replaced before, where need be.
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

/** Early enough for a key that ends to live out its overlap, at the soonest in the middle of its life. */
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
 * The first time after `now` of the series that goes through `planned`: what an outage delayed takes up its own times
 * again, and what was due hours apart stays so.
 */
export function nextInSeries(planned: Date, intervalSeconds: number, now: Date): Date {
  const missed = Math.floor((now.getTime() - planned.getTime()) / (intervalSeconds * 1000));
  return secondsAfter(planned, Math.max(missed + 1, 0) * intervalSeconds);
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

/**
 * The coming rotations: each mint, and when the credential it replaces is revoked. Those after the first are the times of
 * the series through `planned`.
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

/** When a secret's next mint may start: a retry time wins over a request, a request over the schedule. */
export function dueAt(secret: {
  retryAt: Date | null;
  rotateRequestedAt: Date | null;
  nextRotationAt: Date;
}): Date {
  return secret.retryAt ?? secret.rotateRequestedAt ?? secret.nextRotationAt;
}
