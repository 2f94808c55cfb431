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
>;

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
