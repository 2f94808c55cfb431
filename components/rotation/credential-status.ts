import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { type CredentialStatus, EXPIRING_SOON_SECONDS } from "@/lib/rotation/core/model";

export type Tone = "good" | "warn" | "bad" | "quiet";

const LABELS: Record<CredentialStatus, { label: string; tone: Tone }> = {
  minting: { label: "Minting", tone: "quiet" },
  active: { label: "Active", tone: "good" },
  expiring: { label: "Expiring", tone: "warn" },
  revoking: { label: "Revoking", tone: "warn" },
  revoked: { label: "Revoked", tone: "quiet" },
  mint_failed: { label: "Mint failed", tone: "bad" },
  revoke_failed: { label: "Revoke failed", tone: "bad" },
};

/** A credential's status in words; "Expiring soon" is derived from the time left. */
export function credentialStatus(credential: MintedCredential, now: number): { label: string; tone: Tone } {
  if (credential.status === "expiring" && credential.revokeAt !== null) {
    const left = Date.parse(credential.revokeAt) - now;
    if (left < EXPIRING_SOON_SECONDS * 1000) return { label: "Expiring soon", tone: "warn" };
  }
  return LABELS[credential.status];
}

/** Its service account may still exist at the provider. */
export function isLive(credential: MintedCredential): boolean {
  return ["active", "expiring", "revoking", "revoke_failed"].includes(credential.status);
}

/** A person may have it revoked now. */
export function isRevocable(credential: MintedCredential): boolean {
  return credential.status === "expiring" || credential.status === "revoke_failed";
}

/** Its revocation is due and keeps failing, so a person may give it up. */
export function isForgettable(credential: MintedCredential): boolean {
  return credential.status === "revoke_failed" || (credential.status === "revoking" && credential.failureCount > 0);
}
