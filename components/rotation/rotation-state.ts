/** One rotating secret's state in words: its badges, and what happens next. */
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import type { Health } from "@/lib/lists/states";
import type { StatusWords } from "./credential-status";
import { countdown } from "./duration";

const HEALTH_WORDS: Record<Health, StatusWords> = {
  healthy: { label: "Healthy", tone: "positive" },
  degraded: { label: "Degraded", tone: "warning" },
  failed: { label: "Failed", tone: "danger" },
};

export function healthWords(health: Health): StatusWords {
  return HEALTH_WORDS[health];
}

/** Its last failure is current. */
export function isFailing(secret: Pick<RotatingSecret, "lastFailure" | "health">): boolean {
  return secret.lastFailure !== null && secret.health !== "healthy";
}

/**
 * The provider has accepted the admin key since it refused it, so only resuming is left. A missing scope
 * can't be detected this way.
 */
export function keyAcceptedSince(
  secret: Pick<RotatingSecret, "thirdPartyCredentialId" | "lastFailure">,
  credentials: readonly Pick<ThirdPartyCredential, "id" | "status" | "lastValidatedAt">[],
): boolean {
  const root = credentials.find(({ id }) => id === secret.thirdPartyCredentialId);
  if (root?.status !== "valid" || secret.lastFailure?.code !== "provider_auth_failed") return false;
  return Date.parse(root.lastValidatedAt) > Date.parse(secret.lastFailure.at);
}

/** Whether the current key still works after the failure. Archived projects have no service accounts any more. */
export function keySurvives(secret: Pick<RotatingSecret, "lastFailure">): boolean {
  const code = secret.lastFailure?.code;
  return code !== "key_removed" && code !== "project_not_found";
}

export type NextStep = { words: string; at: string | null; busy: boolean };

/** What the engine does next, and when. */
export function nextStep(
  secret: Pick<RotatingSecret, "state" | "health" | "rotating" | "nextRotationAt" | "lastFailure">,
  now: number,
): NextStep {
  const left = (Date.parse(secret.nextRotationAt) - now) / 1000;
  const retrying = secret.health === "degraded" && secret.lastFailure !== null;
  // A failed request stays requested, but nothing runs until the next attempt.
  if (secret.rotating && !(retrying && left > 0)) return { words: "Rotating now", at: null, busy: true };
  if (secret.state === "paused") return { words: "Not scheduled while paused", at: null, busy: false };
  const what = retrying ? "Next attempt" : "Rotates";
  const words = left <= 0 ? `${what} any moment` : `${what} in ${countdown(left)}`;
  return { words, at: secret.nextRotationAt, busy: false };
}
