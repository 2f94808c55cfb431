/** What a failure means for the schedule and for the health. */
import { FAILURE_CODES, type FailureCode, failureRow } from "@/lib/lists/failure-codes";
import type { Health, PauseReason } from "@/lib/lists/states";

/**
 * The reaction to a failed mint. `confirm`: it may be the provider's mistake, so Phase retries once before it
 * pauses.
 */
export function reactionTo(
  code: FailureCode,
  previousCode: FailureCode | null,
): "wait" | "pause" | "confirm" {
  const { reaction, confirmedTwice } = failureRow(code);
  return confirmedTwice === true && previousCode !== code ? "confirm" : reaction;
}

export const OUTAGE_CODES = FAILURE_CODES.filter((code) => failureRow(code).isOutage === true);

/** The provider answered and refused, so it isn't down. */
export function isAnswer(code: FailureCode): boolean {
  return failureRow(code).reaction === "pause";
}

/** A failure of an admin key call that only another admin key ends. */
export function blocksCredential(code: FailureCode): boolean {
  return failureRow(code).blocksAdminKey === true;
}

export function healthOf(secret: {
  pauseReason: PauseReason | null;
  failureCount: number;
  failingRevocations: number;
}): Health {
  if (secret.pauseReason === "failure") return "failed";
  if (secret.failureCount > 0 || secret.failingRevocations > 0) return "degraded";
  return "healthy";
}
