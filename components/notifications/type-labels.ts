import type { NotificationType } from "@/lib/api/webhooks";

/** What each type tells, in the order in which they are offered. */
export const TYPE_LABELS: Record<NotificationType, string> = {
  "rotating_secret.rotated": "Rotated",
  "rotating_secret.rotation_failed": "A rotation failed",
  "rotating_secret.degraded": "Degraded",
  "rotating_secret.failed": "Failed",
  "rotating_secret.recovered": "Healthy again",
  "rotating_secret.paused": "Paused",
  "rotating_secret.resumed": "Resumed",
  "credential.removed_elsewhere": "Current key removed at OpenAI",
  "credential.still_used": "Old key still in use",
  "credential.revoked": "Old key revoked",
  "credential.revoke_overdue": "Revocation overdue",
  "credential.orphan_found": "Stray service account found",
  "third_party_credential.expiring": "Admin key expires soon",
  "installation.sealed": "Installation sealed",
};

/** A type in words; one that this page does not know yet, as it is. */
export function typeLabel(type: string): string {
  if (type === "webhook.test") return "Test";
  const known = Object.entries(TYPE_LABELS).find(([name]) => name === type);
  return known === undefined ? type : known[1];
}
