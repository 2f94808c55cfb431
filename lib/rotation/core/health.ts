/** What a failure means for the schedule and for the eye. */
import { FAILURE_CODES, type FailureCode, failureRow } from "@/lib/lists/failure-codes";
import type { Health, PauseReason } from "@/lib/lists/states";

/** The reaction to a failed mint; `confirm`: it may be the provider's mistake, so Phase asks once more before it pauses. */
export function reactionTo(
  code: FailureCode,
  previousCode: FailureCode | null,
): "wait" | "pause" | "confirm" {
  const { reaction, confirmedTwice } = failureRow(code);
  return confirmedTwice === true && previousCode !== code ? "confirm" : reaction;
}

export const OUTAGE_CODES = FAILURE_CODES.filter((code) => failureRow(code).isOutage === true);

/** A definite answer, though a refusal: the provider is not away. */
export function isAnswer(code: FailureCode): boolean {
  return failureRow(code).reaction === "pause";
}

/** A failure of a call with the admin key that only a changed admin key ends. */
export function blocksCredential(code: FailureCode): boolean {
  return failureRow(code).blocksAdminKey === true;
}

export function healthOf(secret: {
  pauseReason: PauseReason | null;
  failureCount: number;
  debtsFailing: number;
}): Health {
  if (secret.pauseReason === "failure") return "failed";
  if (secret.failureCount > 0 || secret.debtsFailing > 0) return "degraded";
  return "healthy";
}
