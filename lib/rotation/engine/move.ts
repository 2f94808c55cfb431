import type { Origin } from "@/lib/access/context";
import type { EventDetail, EventType } from "@/lib/lists/events";
import { type CredentialEvent, transition } from "../core/lifecycle";
import type { CredentialRow, Unit } from "../store/store";

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
 * Moves a credential along the lifecycle, its event and its next wake-up in the same transaction. False where someone
 * else moved it first.
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
  // Of an event that is not known here TypeScript can't put the two parts of its detail together.
  const detail = { serviceAccountName: credential.serviceAccountName, ...told?.detail } as EventDetail<Event>;
  await tellOf(unit, credential, event, detail, told);
  if (patch.nextCheckAt != null) await unit.wakeSettle(credential.id, patch.nextCheckAt);
  return true;
}

/** Plans when a credential that stays where it is on its lifecycle is looked at next. */
export async function checkAt(
  unit: Unit,
  { id, state }: CredentialRow,
  nextCheckAt: Date,
  patch: Partial<CredentialRow> = {},
): Promise<void> {
  await unit.updateCredential(id, state, { ...patch, nextCheckAt });
  await unit.wakeSettle(id, nextCheckAt);
}

/** Tells of a credential; of the worker's own doing where nobody else did it. */
export async function tellOf<Type extends EventType>(
  unit: Unit,
  { id: credentialId, rotatingSecretId }: Pick<CredentialRow, "id" | "rotatingSecretId">,
  type: Type,
  detail: EventDetail<Type>,
  { actor = WORKER, origin }: Attribution = {},
): Promise<void> {
  await unit.recordEvent({ rotatingSecretId, credentialId, type, actor, origin, detail });
}

/** The patch that makes a live credential due for revocation at `at`, whatever it waited for. */
export function owedAt(at: Date): Partial<CredentialRow> {
  return { nextCheckAt: at, ...AFRESH };
}

/** The patch for a debt that somebody wants paid at once, quarantine or not. */
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
