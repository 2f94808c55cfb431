/** Where a rotating secret and its credentials stand, in the words of the API. */

/** A credential, as people read it. */
export const CREDENTIAL_STATUSES = [
  "minting",
  "active",
  "expiring",
  "revoking",
  "revoked",
  "mint_failed",
  "revoke_failed",
  "forgotten",
] as const;
export type CredentialStatus = (typeof CREDENTIAL_STATUSES)[number];

export const HEALTHS = ["healthy", "degraded", "failed"] as const;
export type Health = (typeof HEALTHS)[number];

export const PAUSE_REASONS = ["manual", "failure"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** `pending`: asked for, and no mint is under way. The last three are ends. */
export const ROTATION_STATES = ["pending", "running", "succeeded", "failed", "cancelled"] as const;
