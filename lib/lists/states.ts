/** The states of rotating secrets and credentials, as the API names them. */

/** A credential's status. */
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

/** `pending`: requested, but no mint is running. The last three are final. */
export const ROTATION_STATES = ["pending", "running", "succeeded", "failed", "cancelled"] as const;
