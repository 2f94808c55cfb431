/** Rows as the database's defaults make them. */
import type { CredentialRow, SecretRow } from "@/lib/rotation/store/store";
import type { NewCredential, NewSecret } from "@/lib/rotation/store/new-rows";

export function newSecret(row: NewSecret, now: Date): SecretRow {
  return {
    ...row,
    environmentId: row.environmentId ?? null,
    pauseReason: null,
    pausedAt: null,
    retryAt: null,
    rotateRequestedAt: null,
    breakGlassRequestedAt: null,
    rotateReason: null,
    failureCount: 0,
    lastFailureAt: null,
    lastFailureCode: null,
    lastFailureMessage: null,
    toldHealth: "healthy",
    leaseUntil: null,
    fence: 0,
    lastEpoch: 0n,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

export function newCredential(id: string, row: NewCredential, now: Date): CredentialRow {
  return {
    projectResidency: null,
    ...row,
    id,
    state: "SENDING",
    serviceAccountId: null,
    keyId: null,
    envelope: null,
    mintedAt: null,
    exposedAt: null,
    replacedAt: null,
    revokeAt: null,
    revokedAt: null,
    keyExpiresAt: null,
    lastUsedAt: null,
    usageCheckedAt: null,
    leaseUntil: null,
    watchUntil: null,
    keyRefusedAt: null,
    keyRemovedAt: null,
    usageRetryAt: null,
    checks: 0,
    cleanListings: 0,
    failureCount: 0,
    lastFailureAt: null,
    lastFailureCode: null,
    lastFailureMessage: null,
    createdAt: now,
  };
}
