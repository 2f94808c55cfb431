/**
 * What operators do to a rotating secret, while a mint may be running. Each function changes only its own
 * columns, under the row's lock, with its event and audit entry in the same transaction.
 */
import { actorLabel } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";
import type { AuditAction, AuditDetail } from "@/lib/lists/audit-actions";
import type { EventDetail, EventType } from "@/lib/lists/events";
import { isNeed } from "../core/reasons";
import { dueAt, secondsAfter } from "../core/schedule";
import type { CredentialRow, SecretRow, Unit } from "../store/store";
import type { By } from "@/lib/access/context";
import { checkAt, moveCredential, revocationDueAt, wantedGone } from "./move";
import { requestPatch, withdrawnRequest } from "./request";

/** A person's action is an event and an audit entry with the same name and detail. */
type Operation = EventType & AuditAction;

export async function recordOperation<Type extends Operation>(
  unit: Unit,
  by: By,
  secret: Pick<SecretRow, "id" | "name">,
  type: Type,
  detail: EventDetail<Type> & AuditDetail<Type>,
  credentialId?: string,
): Promise<string> {
  const { id: rotatingSecretId, name } = secret;
  const { origin } = by;
  const eventId = await unit.recordEvent({
    rotatingSecretId,
    type,
    actor: actorLabel(by.actor),
    origin,
    detail,
    credentialId,
  });
  await unit.recordAudit(by, type, { id: rotatingSecretId, name }, detail);
  return eventId;
}

/** No mint starts after this, requested or not. A running one completes. Revocations continue. */
export async function pauseIn(unit: Unit, by: By, secret: SecretRow): Promise<void> {
  if (secret.pauseReason !== null && secret.rotateRequestedAt === null) return;
  const reason = secret.pauseReason ?? "manual";
  await unit.updateSecret(secret.id, {
    pauseReason: reason,
    pausedAt: secret.pausedAt ?? unit.now,
    retryAt: null,
    ...withdrawnRequest(secret),
    updatedAt: unit.now,
  });
  await recordOperation(unit, by, secret, "rotating_secret.paused", { reason });
}

export type ResumeWhen = "now" | "keep_schedule";

/**
 * By default: immediately after a failure or if the current key needs it, on the previous schedule after a
 * manual pause. Returns the requested rotation, if there is one before the schedule's.
 */
export async function resumeIn(
  unit: Unit,
  by: By,
  secret: SecretRow,
  wanted?: ResumeWhen,
): Promise<string | null> {
  if (secret.pauseReason === null) return secret.rotationId;
  const when = wanted ?? (secret.pauseReason === "failure" ? "now" : "keep_schedule");
  const isAsked = when === "now" || isNeed(secret.rotateReason);
  const detail = { when, ...(isAsked ? joined(secret) : {}) };
  const eventId = await recordOperation(unit, by, secret, "rotating_secret.resumed", detail);
  const resumed = await unit.updateSecret(secret.id, {
    pauseReason: null,
    pausedAt: null,
    retryAt: null,
    failureCount: 0,
    ...(isAsked
      ? { ...requestPatch(secret, "resumed", unit.now), rotationId: secret.rotationId ?? eventId }
      : {}),
    updatedAt: unit.now,
  });
  await unit.wakeMint(secret.id, dueAt(resumed));
  return resumed.rotationId;
}

/** The rotation that is already requested, if any. */
function joined({ rotationId }: SecretRow): { rotationId?: string } {
  return rotationId === null ? {} : { rotationId };
}

export type RotateMode = "graceful" | "break_glass";

/**
 * Requests a mint now, paused or not. A running mint counts as the response, and repeated requests return the
 * same rotation. Returns its ID.
 */
export async function rotateIn(unit: Unit, by: By, secret: SecretRow, mode: RotateMode): Promise<string> {
  const detail = { mode, ...joined(secret) };
  const eventId = await recordOperation(unit, by, secret, "rotating_secret.rotation_requested", detail);
  const rotationId = secret.rotationId ?? eventId;
  await unit.updateSecret(secret.id, {
    ...requestPatch(secret, "operator", unit.now),
    ...(mode === "break_glass" ? { breakGlassRequestedAt: unit.now } : {}),
    rotationId,
    updatedAt: unit.now,
  });
  await unit.wakeMint(secret.id, unit.now);
  return rotationId;
}

/** Reading stops immediately, and live credentials must be revoked immediately. Returns the credentials to revoke. */
export async function removeIn(unit: Unit, by: By, secret: SecretRow): Promise<string[]> {
  await unit.updateSecret(secret.id, {
    deletedAt: unit.now,
    retryAt: null,
    rotateRequestedAt: null,
    breakGlassRequestedAt: null,
    rotateReason: null,
    rotationId: null,
    updatedAt: unit.now,
  });
  await unit.removeOutputs(secret.id);
  const owed = await withdrawAll(unit, by, secret.id);
  await recordOperation(unit, by, secret, "rotating_secret.deleted", { owed: owed.length });
  return owed;
}

/**
 * Returns the outstanding revocations. A running request (SENDING) finds the deletion when it saves, and
 * revokes its own account.
 */
export async function withdrawAll(unit: Unit, by: By, secretId: string): Promise<string[]> {
  const owed = await unit.hurrySettlements(secretId, ["REVOKING"]);
  const live = await unit.credentialsIn(secretId, ["MINTED", "ACTIVE", "EXPIRING"]);
  for (const credential of live) await withdrawIn(unit, by, credential);
  return [...live.map(({ id }) => id), ...owed];
}

/**
 * Makes the account's revocation due now: withdrawn if it was live, attempted immediately if it was already
 * outstanding.
 */
async function withdrawIn(unit: Unit, by: By, credential: CredentialRow): Promise<void> {
  if (credential.state === "REVOKING" || credential.state === "UNKNOWN") {
    await checkAt(unit, credential, unit.now, wantedGone(credential));
  } else {
    const told = { actor: actorLabel(by.actor), origin: by.origin };
    const patch = { revokeAt: unit.now, ...revocationDueAt(unit.now) };
    await moveCredential(unit, credential, "credential.withdrawn", patch, told);
  }
}

/** Revokes one credential other than the current one. Throws `credential_active`, `rotation_running`. */
export async function revokeIn(
  unit: Unit,
  by: By,
  secret: SecretRow,
  credential: CredentialRow,
): Promise<void> {
  switch (credential.state) {
    case "ACTIVE":
      throw new DomainError(
        "credential_active",
        "The current key can't be revoked. Use Rotate now, which creates its replacement first.",
      );
    case "SENDING":
    case "MINTED":
      throw new DomainError(
        "rotation_running",
        "The credential is being minted. Wait for the rotation to end.",
      );
    case "EXPIRING":
    case "REVOKING":
    case "UNKNOWN":
      await withdrawIn(unit, by, credential);
      await recordOperation(
        unit,
        by,
        secret,
        "credential.revocation_requested",
        { serviceAccountName: credential.serviceAccountName },
        credential.id,
      );
      return;
    case "REVOKED":
    case "FAILED":
    case "DISCARDED":
      return;
  }
}

/**
 * Moves the end of a previous credential's delay, because a program hasn't taken the new key yet. Throws
 * `conflict`.
 */
export async function extendIn(
  unit: Unit,
  by: By,
  secret: SecretRow,
  credential: CredentialRow,
  seconds: number,
): Promise<void> {
  if (credential.state !== "EXPIRING" || credential.revokeAt === null) {
    throw new DomainError("conflict", "Only an Expiring credential can be extended.");
  }
  const revokeAt = secondsAfter(credential.revokeAt, seconds);
  // Whether its key is still in use is checked again before the new end.
  await checkAt(unit, credential, revokeAt, { revokeAt, ...revocationDueAt(revokeAt), usageCheckedAt: null });
  const { serviceAccountName } = credential;
  const detail = { serviceAccountName, revokeAt: revokeAt.toISOString() };
  await recordOperation(unit, by, secret, "credential.delay_extended", detail, credential.id);
}

/**
 * Gives up an outstanding revocation: the account may continue to exist at the provider, and someone has
 * given the reason.
 */
export async function forgetIn(
  unit: Unit,
  by: By,
  secret: SecretRow,
  credential: CredentialRow,
  reason: string,
): Promise<void> {
  if (credential.state !== "REVOKING" && credential.state !== "UNKNOWN") {
    throw new DomainError("conflict", "Only an outstanding revocation can be forgotten.");
  }
  const { serviceAccountName, serviceAccountId } = credential;
  const told = { actor: actorLabel(by.actor), origin: by.origin, detail: { serviceAccountId, reason } };
  await moveCredential(unit, credential, "credential.forgotten", { nextCheckAt: null }, told);
  const detail = { serviceAccountName, serviceAccountId, reason };
  await unit.recordAudit(by, "credential.forgotten", { id: secret.id, name: secret.name }, detail);
}
