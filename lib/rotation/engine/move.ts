import type { Prisma } from "@/lib/generated/prisma/client";
import { type CredentialEvent, transition } from "../core/lifecycle";
import type { CredentialRow, Unit } from "../store";

/** Who the engine is in events. */
export const WORKER = "system:worker";

/**
 * Moves a credential along the lifecycle, its event in the same transaction. False where someone else moved it first.
 * @throws IllegalTransition
 */
export async function moveCredential(
  unit: Unit,
  credential: CredentialRow,
  event: CredentialEvent,
  patch: Partial<CredentialRow> = {},
  told: {
    actor?: string;
    detail?: Prisma.InputJsonObject;
    origin?: { ip: string | null; userAgent: string | null };
  } = {},
): Promise<boolean> {
  const state = transition(credential.state, event);
  if (!(await unit.updateCredential(credential.id, credential.state, { leaseUntil: null, ...patch, state })))
    return false;
  await unit.recordEvent({
    rotatingSecretId: credential.rotatingSecretId,
    credentialId: credential.id,
    type: `credential.${event}`,
    actor: told.actor ?? WORKER,
    detail: { serviceAccountName: credential.serviceAccountName, ...told.detail },
    origin: told.origin,
  });
  return true;
}

/** The patch that makes a live credential due for revocation at `at`, whatever it waited for. */
export function owedAt(at: Date): Partial<CredentialRow> {
  return { nextCheckAt: at, checks: 0, ...NO_FAILURE };
}

/** The patch for a debt that somebody wants paid at once, quarantine or not. */
export function wantedGone({ state }: CredentialRow, now: Date): Partial<CredentialRow> {
  return { nextCheckAt: now, ...(state === "UNKNOWN" ? { revokeAt: null } : {}) };
}

export const NO_FAILURE = {
  failureCount: 0,
  lastFailureAt: null,
  lastFailureCode: null,
  lastFailureMessage: null,
} as const;
