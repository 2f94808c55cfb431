/** When exposed keys are looked at, and what is believed of one. */
import { confirmSeconds, secondsAfter, type Timing } from "./schedule";

/** Keys that are asked themselves although the provider lists them: about so many an interval, in the whole installation. */
const OWN_QUESTIONS_PER_INTERVAL = 300;

/** A place in [0, 1), always the same for the same text (FNV-1a, its bits mixed once more as MurmurHash3 does). */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * The first time after `now` in this watch's own series: looks stay spread out over the interval, however late the last
 * one was, and after an outage they are spread out again.
 */
export function nextLookAt(watch: string, now: Date, intervalSeconds: number): Date {
  const next = roundOf(watch, now, intervalSeconds) + 1 + placeOf(watch);
  return new Date(Math.ceil(next * intervalSeconds * 1000));
}

function roundOf(watch: string, now: Date, intervalSeconds: number): number {
  return Math.floor(now.getTime() / (intervalSeconds * 1000) - placeOf(watch));
}

/**
 * Whether a listed key is asked itself in this look: OpenAI lists enabled keys, but has not said what a key is listed as
 * that was disabled for a leak. All in each look where they are few, else in turn.
 */
export function hasTurn(
  credentialId: string,
  watch: string,
  now: Date,
  intervalSeconds: number,
  exposedKeys: number,
): boolean {
  const rounds = Math.max(Math.ceil(exposedKeys / OWN_QUESTIONS_PER_INTERVAL), 1);
  return roundOf(watch, now, intervalSeconds) % rounds === Math.floor(placeOf(credentialId) * rounds);
}

/** A key used so lately, by the provider's word, lives: it need not be asked. Half an interval, so that the next look is in time. */
export function usedLately(lastUsedAt: Date | null, now: Date, intervalSeconds: number): boolean {
  return lastUsedAt !== null && secondsAfter(lastUsedAt, intervalSeconds / 2) > now;
}

/** A key so new may be called wrong until it is known everywhere, for a minute as has been seen: it is not asked yet. */
export function isFresh(mintedAt: Date | null, now: Date, timing: Timing): boolean {
  return mintedAt !== null && secondsAfter(mintedAt, 120 * timing.scale) > now;
}

/**
 * When a first refusal of an exposed key counts, if it is repeated: OpenAI has refused good keys for a moment. It is the
 * time of the question that counts, for a process may sleep on the answer.
 */
export function refusalCountsAt(refusedAt: Date, timing: Timing): Date {
  return secondsAfter(refusedAt, confirmSeconds(timing));
}
