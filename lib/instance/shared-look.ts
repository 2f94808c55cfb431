import type { LookAtSeal } from "@/lib/providers/registry";

/** A call that began so long ago may be under way all the same when an installation becomes sealed. */
const HOLDS_MS = 1_000;

/**
 * One look at the seal for all calls of a second: each would cost several statements. What was found holds from when it was
 * asked for. A seal, and a look that failed, hold for nobody but those who waited for them.
 */
export function sharedLook(look: LookAtSeal, nowMs: () => number): LookAtSeal {
  let latest: { result: Promise<string | null>; askedAtMs: number } | null = null;
  return async () => {
    if (latest === null || nowMs() - latest.askedAtMs >= HOLDS_MS) {
      const own = { result: look(), askedAtMs: nowMs() };
      latest = own;
      const forget = () => {
        if (latest === own) latest = null;
      };
      own.result.then((sealedBecause) => {
        if (sealedBecause !== null) forget();
      }, forget);
    }
    return await latest.result;
  };
}
