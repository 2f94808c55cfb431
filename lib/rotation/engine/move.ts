import type { Origin } from "@/lib/access/context";
import type { EventDetail } from "@/lib/lists/events";
import { type CredentialEvent, transition } from "../core/lifecycle";
import type { CredentialRow, Unit } from "../store";

/** Who the engine is in events. */
export const WORKER = "system:worker";

/** Besides the account's name, which every move tells. */
type MoreDetail<Event extends CredentialEvent> = Omit<EventDetail<Event>, "serviceAccountName">;
type Attribution = { actor?: string; origin?: Origin };
type Told<Event extends CredentialEvent> = Attribution &
  (Record<string, never> extends MoreDetail<Event>
    ? { detail?: MoreDetail<Event> }
    : { detail: MoreDetail<Event> });

/**
 * Moves a credential along the lifecycle, its event in the same transaction. False where someone else moved it first.
 * @throws IllegalTransition
 */
export async function moveCredential<Event extends CredentialEvent>(
  unit: Unit,
  credential: CredentialRow,
  event: Event,
  patch: Partial<CredentialRow>,
  ...[told]: Record<string, never> extends Told<Event> ? [Told<Event>?] : [Told<Event>]
): Promise<boolean> {
  const state = transition(credential.state, event);
  if (!(await unit.updateCredential(credential.id, credential.state, { leaseUntil: null, ...patch, state })))
    return false;
  await unit.recordEvent({
    rotatingSecretId: credential.rotatingSecretId,
    credentialId: credential.id,
    type: event,
    actor: told?.actor ?? WORKER,
    origin: told?.origin,
    // Of an event that is not known here TypeScript can't put the two parts of its detail together.
    detail: { serviceAccountName: credential.serviceAccountName, ...told?.detail } as EventDetail<Event>,
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
