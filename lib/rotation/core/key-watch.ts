/** When current keys are checked, and which signs count. */
import { confirmSeconds, secondsAfter, type Timing } from "./schedule";

/** How many keys that the provider lists are checked directly per interval, in the whole installation. */
const OWN_QUESTIONS_PER_INTERVAL = 300;

/**
 * A position in [0, 1), always the same for the same text (FNV-1a, with its bits mixed once more as
 * MurmurHash3 does).
 */
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
 * The first time after `now` in this check's series. Checks stay spread over the interval, however late the
 * last one was, and also after an outage.
 */
export function nextLookAt(watch: string, now: Date, intervalSeconds: number): Date {
  const next = roundOf(watch, now, intervalSeconds) + 1 + placeOf(watch);
  return new Date(Math.ceil(next * intervalSeconds * 1000));
}

function roundOf(watch: string, now: Date, intervalSeconds: number): number {
  return Math.floor(now.getTime() / (intervalSeconds * 1000) - placeOf(watch));
}

/**
 * Whether a listed key is also checked directly: OpenAI lists enabled keys, but hasn't documented how it
 * lists a key disabled after a leak. Every key in each check if they are few, otherwise in turn.
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

/**
 * A key used this recently, according to the provider, works and needn't be checked. Half an interval, so
 * that the next check is in time.
 */
export function usedLately(lastUsedAt: Date | null, now: Date, intervalSeconds: number): boolean {
  return lastUsedAt !== null && secondsAfter(lastUsedAt, intervalSeconds / 2) > now;
}

/**
 * A key this new may be rejected until it is known everywhere (a minute has been observed), so it isn't
 * checked yet.
 */
export function isFresh(mintedAt: Date | null, now: Date, timing: Timing): boolean {
  return mintedAt !== null && secondsAfter(mintedAt, 120 * timing.scale) > now;
}

/**
 * When a first rejection of a current key counts, if it is repeated: OpenAI has rejected good keys for a
 * moment. The time of the request counts, because a process may sleep before it handles the response.
 */
export function refusalCountsAt(refusedAt: Date, timing: Timing): Date {
  return secondsAfter(refusedAt, confirmSeconds(timing));
}
