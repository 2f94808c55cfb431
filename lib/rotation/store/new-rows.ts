import type { MintedCredential, RotatingSecret } from "@/lib/generated/prisma/client";

export type NewSecret = Pick<
  RotatingSecret,
  | "id"
  | "organisationId"
  | "environmentId"
  | "thirdPartyCredentialId"
  | "provider"
  | "name"
  | "description"
  | "projectId"
  | "projectName"
  | "projectResidency"
  | "nameTemplate"
  | "keyLifetimeSeconds"
  | "rotationIntervalSeconds"
  | "revocationDelaySeconds"
  | "nextRotationAt"
  | "createdByUserId"
  | "deletedAt"
> &
  Partial<Pick<RotatingSecret, "labels">>;

export type NewCredential = Pick<
  MintedCredential,
  | "rotatingSecretId"
  | "thirdPartyCredentialId"
  | "serviceAccountName"
  | "projectId"
  | "reason"
  | "fence"
  | "sentAt"
  | "nextCheckAt"
> &
  Partial<Pick<MintedCredential, "projectResidency">>;

/** The row of an intent, with the database's defaults. */
export function newCredential(id: string, row: NewCredential, now: Date): MintedCredential {
  return {
    projectResidency: null,
    rotationId: null,
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
