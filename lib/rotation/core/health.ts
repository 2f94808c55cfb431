/** What a failure means for the schedule and for the eye. */
import type { FailureCode, Health, PauseReason } from "./model";

/** `wait`: try again by itself, for ever. `pause`: a person must act first. */
export type Reaction = "wait" | "pause";

const REACTIONS: Record<FailureCode, Reaction> = {
  provider_auth_failed: "pause",
  provider_scope_missing: "pause",
  project_not_found: "pause",
  provider_rejected: "pause",
  provider_rate_limited: "wait",
  provider_unavailable: "wait",
  provider_malformed_response: "wait",
  provider_ip_not_allowed: "wait",
  provider_country_not_supported: "wait",
  provider_wrong_address: "wait",
  provider_policy_refused: "wait",
  provider_access_denied: "wait",
  key_not_accepted: "wait",
  key_removed: "wait",
  sealed: "wait",
  internal: "wait",
};

const CONFIRMED_TWICE: readonly FailureCode[] = [
  "provider_auth_failed",
  "provider_scope_missing",
  "project_not_found",
];

/**
 * The reaction to a failed mint. A refusal of the admin key or the project pauses only when the try before it failed
 * with the same code: OpenAI has been seen to refuse good keys for a moment.
 */
export function reactionTo(code: FailureCode, previousCode: FailureCode | null): Reaction | "confirm" {
  const reaction = REACTIONS[code];
  if (reaction === "pause" && CONFIRMED_TWICE.includes(code) && previousCode !== code) return "confirm";
  return reaction;
}

/** Failures of a provider that is away, out of reach from here or sealed off: they end without a person, for everything that waits with that admin key at once. */
export const OUTAGE_CODES: readonly FailureCode[] = [
  "provider_unavailable",
  "provider_malformed_response",
  "provider_ip_not_allowed",
  "provider_country_not_supported",
  "provider_wrong_address",
  "provider_access_denied",
  "sealed",
];

/** A definite answer, though a refusal: the provider is not away. */
export function isAnswer(code: FailureCode): boolean {
  return REACTIONS[code] === "pause";
}

/** A failure of a call with the admin key that only a changed admin key ends. */
export function blocksCredential(code: FailureCode): boolean {
  return code === "provider_auth_failed" || code === "provider_scope_missing";
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
