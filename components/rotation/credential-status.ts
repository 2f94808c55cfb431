import type { Tone } from "@/components/ui/badge";
import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { EXPIRING_SOON_SECONDS } from "@/lib/rotation/core/model";
import type { CredentialStatus } from "@/lib/lists/states";

export type StatusWords = { label: string; tone: Tone; busy?: boolean };

const WORDS: Record<CredentialStatus, StatusWords> = {
  minting: { label: "Minting", tone: "info", busy: true },
  active: { label: "Active", tone: "positive" },
  expiring: { label: "Expiring", tone: "warning" },
  revoking: { label: "Revoking", tone: "warning", busy: true },
  revoked: { label: "Revoked", tone: "neutral" },
  mint_failed: { label: "Mint failed", tone: "danger" },
  revoke_failed: { label: "Revoke failed", tone: "danger" },
  forgotten: { label: "Forgotten", tone: "neutral" },
};

/** A credential's status in words. "Expiring soon" is derived from the time left. */
export function credentialStatusWords(
  credential: Pick<MintedCredential, "status" | "revokeAt">,
  now: number,
): StatusWords {
  if (credential.status === "expiring" && credential.revokeAt !== null) {
    const left = Date.parse(credential.revokeAt) - now;
    if (left < EXPIRING_SOON_SECONDS * 1000) return { label: "Expiring soon", tone: "warning" };
  }
  return WORDS[credential.status];
}

/** The provider still has its service account, or Phase is revoking it. */
export function isLive(credential: Pick<MintedCredential, "status" | "serviceAccountId">): boolean {
  return (
    credential.status !== "revoked" &&
    credential.status !== "mint_failed" &&
    credential.status !== "forgotten" &&
    credential.serviceAccountId !== null
  );
}

/** Its revocation delay is running, so a member may extend it. */
export function isExtendable(credential: Pick<MintedCredential, "status">): boolean {
  return credential.status === "expiring";
}

/** A member may revoke it now. */
export function isRevocable(credential: Pick<MintedCredential, "status">): boolean {
  return credential.status === "expiring" || credential.status === "revoke_failed";
}

/** Its revocation keeps failing, so a member may give up on it, with a reason. */
export function isForgettable(credential: Pick<MintedCredential, "status">): boolean {
  return credential.status === "revoke_failed";
}
