import type { Origin } from "@/lib/access/context";
import type { EventDetail, EventType } from "@/lib/lists/events";
import { type CredentialEvent, transition } from "../core/lifecycle";
import type { CredentialRow, Unit } from "../store/store";

/** The engine's name in events. */
export const WORKER = "system:worker";

/** Added to the account's name, which every move records. */
type MoreDetail<Event extends CredentialEvent> = Omit<EventDetail<Event>, "serviceAccountName">;
type Attribution = { actor?: string; origin?: Origin };
type Told<Event extends CredentialEvent> = Attribution &
  (Record<string, never> extends MoreDetail<Event>
    ? { detail?: MoreDetail<Event> }
    : { detail: MoreDetail<Event> });

/**
 * Moves a credential along the lifecycle, with its event and next wake-up in the same transaction. False if
 * someone else moved it first. @throws IllegalTransition
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
  // TypeScript can't combine the two parts of the detail of an event that isn't known here.
  const detail = { serviceAccountName: credential.serviceAccountName, ...told?.detail } as EventDetail<Event>;
  await recordEventOf(unit, credential, event, detail, told);
  if (patch.nextCheckAt != null) await unit.wakeSettle(credential.id, patch.nextCheckAt);
  return true;
}

/** Plans when a credential is checked next, without moving it on its lifecycle. */
export async function checkAt(
  unit: Unit,
  { id, state }: CredentialRow,
  nextCheckAt: Date,
  patch: Partial<CredentialRow> = {},
): Promise<void> {
  await unit.updateCredential(id, state, { ...patch, nextCheckAt });
  await unit.wakeSettle(id, nextCheckAt);
}

/** Records an event of a credential. The actor is the worker unless someone else is given. */
export async function recordEventOf<Type extends EventType>(
  unit: Unit,
  { id: credentialId, rotatingSecretId }: Pick<CredentialRow, "id" | "rotatingSecretId">,
  type: Type,
  detail: EventDetail<Type>,
  { actor = WORKER, origin }: Attribution = {},
): Promise<void> {
  await unit.recordEvent({ rotatingSecretId, credentialId, type, actor, origin, detail });
}

/** The patch that makes a live credential due for revocation at `at`, whatever it waited for. */
export function revocationDueAt(at: Date): Partial<CredentialRow> {
  return { nextCheckAt: at, ...AFRESH };
}

/** The patch for a settlement that someone wants done now, quarantine or not. */
export function wantedGone({ state }: CredentialRow): Partial<CredentialRow> {
  return state === "UNKNOWN" ? { revokeAt: null } : {};
}

export const NO_FAILURE = {
  failureCount: 0,
  lastFailureAt: null,
  lastFailureCode: null,
  lastFailureMessage: null,
} as const;

export const AFRESH = { checks: 0, ...NO_FAILURE } as const;
