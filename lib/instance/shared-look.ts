import type { LookAtSeal } from "@/lib/providers/registry";

/** When an installation becomes sealed, calls that began this recently may still be running. */
const HOLDS_MS = 1_000;

/**
 * One seal check for all calls within a second, because each check costs several statements. A result is
 * valid from the time of the request. A seal or a failed check applies only to the callers who waited for it.
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
