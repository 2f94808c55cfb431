/** Separate from their texts, because the command line lists only the names in its help. */
export const NOTIFICATION_NAMES = [
  "rotating_secret.rotated",
  "rotating_secret.rotation_failed",
  "rotating_secret.degraded",
  "rotating_secret.failed",
  "rotating_secret.recovered",
  "rotating_secret.paused",
  "rotating_secret.resumed",
  "credential.removed_elsewhere",
  "credential.still_used",
  "credential.revoked",
  "credential.revoke_overdue",
  "credential.orphan_found",
  "third_party_credential.expiring",
  "installation.sealed",
] as const;
