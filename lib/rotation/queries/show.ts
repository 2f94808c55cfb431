/** Rows in the form of the API. Never an envelope. */
import type {
  MintedCredential as MintedCredentialAnswer,
  RotatingSecret as Answer,
} from "@/lib/api/rotating-secrets";
import type { Prisma } from "@/lib/generated/prisma/client";
import { healthOf } from "../core/health";
import { credentialStatus, WAITING_STATES } from "../core/lifecycle";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { shownResidency } from "@/lib/providers/residency";
import { readLabels } from "@/lib/formats/labels";
import { dueAt } from "../core/schedule";
import type { ShownRow } from "./shown-rows";

type Shown = Omit<ShownRow, "environment">;

/** `sealedBecause`: the result of `lookAtSeal`. A sealed installation rotates nothing until a person acts. */
export function showRotatingSecret(row: Shown, sealedBecause: string | null): Answer {
  // A request whose outcome can't be determined may have left an account behind, which counts as outstanding
  // too.
  const owed = row.credentials.filter(
    ({ state, failureCount }) => state === "REVOKING" || (state === "UNKNOWN" && failureCount > 0),
  );
  const minting = row.credentials.some(({ state }) => state === "SENDING" || state === "MINTED");
  const waiting = row.credentials.filter(({ state }) => WAITING_STATES.includes(state));
  return {
    id: row.id,
    provider: providerName(row.provider),
    environmentId: row.environmentId ?? "",
    ...showEditable(row),
    outputs: shownOutputs(row),
    state: row.pauseReason === null ? "active" : "paused",
    pauseReason: row.pauseReason,
    health:
      sealedBecause !== null
        ? "failed"
        : healthOf({
            pauseReason: row.pauseReason,
            failureCount: row.failureCount,
            failingRevocations: waiting.filter(({ failureCount }) => failureCount > 0).length,
          }),
    lastFailure: sealedBecause !== null ? sealedNow(sealedBecause) : lastFailure(row),
    rotating: minting || row.rotateRequestedAt !== null,
    owed: owed.length,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The fields that an edit sets in the row itself, and the time that follows from them. */
export function showEditable(row: Omit<Shown, "credentials" | "outputs">) {
  return {
    name: row.name,
    description: row.description,
    labels: readLabels(row.labels),
    thirdPartyCredentialId: row.thirdPartyCredentialId,
    config: {
      projectId: row.projectId,
      projectName: row.projectName,
      residency: shownResidency(row.projectResidency),
      nameTemplate: row.nameTemplate,
      keyLifetimeSeconds: row.keyLifetimeSeconds ?? undefined,
    },
    rotationIntervalSeconds: row.rotationIntervalSeconds,
    revocationDelaySeconds: row.revocationDelaySeconds,
    nextRotationAt: (row.pauseReason === null ? dueAt(row) : row.nextRotationAt).toISOString(),
  };
}

function sealedNow(message: string): Answer["lastFailure"] {
  return { at: new Date().toISOString(), code: "sealed", message };
}

function shownOutputs({ outputs }: Pick<Shown, "outputs">): Answer["outputs"] {
  const entries = OUTPUT_NAMES.flatMap((name) => {
    const row = outputs.find(({ output }) => output === name);
    return row === undefined ? [] : [[name, row.key] as const];
  });
  return { api_key: "", ...Object.fromEntries(entries) };
}

function providerName(name: string) {
  const known = PROVIDER_NAMES.find((provider) => provider === name);
  if (known === undefined) throw new Error(`Unknown provider "${name}".`);
  return known;
}

type Failed = {
  lastFailureAt: Date | null;
  lastFailureCode: string | null;
  lastFailureMessage: string | null;
};

export function lastFailure(row: Failed): Answer["lastFailure"] {
  if (row.lastFailureAt === null) return null;
  const code = FAILURE_CODES.find((known) => known === row.lastFailureCode) ?? "internal";
  return { at: row.lastFailureAt.toISOString(), code, message: row.lastFailureMessage ?? "" };
}

/** The columns of a credential that may leave the server. */
export const CREDENTIAL_COLUMNS = {
  id: true,
  state: true,
  projectId: true,
  serviceAccountId: true,
  serviceAccountName: true,
  keyId: true,
  mintedAt: true,
  exposedAt: true,
  replacedAt: true,
  revokeAt: true,
  revokedAt: true,
  keyExpiresAt: true,
  lastUsedAt: true,
  failureCount: true,
  lastFailureAt: true,
  lastFailureCode: true,
  lastFailureMessage: true,
} satisfies Prisma.MintedCredentialSelect;

type CredentialColumns = Prisma.MintedCredentialGetPayload<{ select: typeof CREDENTIAL_COLUMNS }>;

export function showCredential(row: CredentialColumns): MintedCredentialAnswer {
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    status: credentialStatus(row),
    serviceAccountId: row.serviceAccountId,
    serviceAccountName: row.serviceAccountName,
    keyId: row.keyId,
    mintedAt: time(row.mintedAt),
    exposedAt: time(row.exposedAt),
    replacedAt: time(row.replacedAt),
    revokeAt: time(row.revokeAt),
    revokedAt: time(row.revokedAt),
    keyExpiresAt: time(row.keyExpiresAt),
    lastUsedAt: time(row.lastUsedAt),
    failureCount: row.failureCount,
    lastFailure: lastFailure(row),
  };
}
