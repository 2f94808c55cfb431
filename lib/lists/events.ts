/** What can happen to a rotating secret and its credentials. Who writes, shows, words or sends an event reads it from here. */
import * as z from "zod";
import { facts, FACTS } from "./facts";
import type { NotificationType } from "./notification-types";

type Row = {
  /** As the list of a rotating secret's events has it. */
  title: string;
  /** For the documents: what happened. */
  meaning: string;
  /** What it tells besides: its fields are shown in this order. */
  detail: z.ZodObject;
  /** What receivers are told then, if anything. */
  notification: NotificationType | null;
  /** Not told to receivers where the detail has this value. */
  silentWhere?: Record<string, string>;
  /** It proves that the rotating secret works again. */
  provesHealth?: true;
};

const failure = facts("serviceAccountName", "code", "message", "status", "requestId").partial({
  status: true,
  requestId: true,
});
const failedCall = facts("code", "message", "serviceAccountId");
const account = facts("serviceAccountName", "serviceAccountId");
const named = facts("serviceAccountName");
const NOTHING = facts();

export const EVENTS = {
  "rotating_secret.created": {
    title: "Created",
    meaning: "Someone created the rotating secret.",
    detail: facts("environmentId", "projectId", "rotationIntervalSeconds", "revocationDelaySeconds"),
    notification: null,
  },
  "rotating_secret.updated": {
    title: "Updated",
    meaning: "Someone edited it.",
    detail: facts("changes"),
    notification: null,
  },
  "rotating_secret.rotation_requested": {
    title: "Rotation requested",
    meaning: "Someone asked for a rotation now.",
    detail: facts("mode"),
    notification: null,
  },
  "rotating_secret.paused": {
    title: "Paused",
    meaning: "Someone paused it, or a failure did that only a person can fix.",
    detail: z
      .strictObject({ reason: z.enum(["manual", "failure"]) })
      .extend(facts("code", "message").partial().shape),
    notification: "rotating_secret.paused",
    // A pause by failure is told as a failure, when the health changes.
    silentWhere: { reason: "failure" },
  },
  "rotating_secret.resumed": {
    title: "Resumed",
    meaning: "Someone resumed it.",
    detail: facts("when"),
    notification: "rotating_secret.resumed",
  },
  "rotating_secret.recovered": {
    title: "Recovered",
    meaning: "A rotation succeeded while it was paused by a failure; the pause is over.",
    detail: NOTHING,
    notification: null,
  },
  "rotating_secret.deleted": {
    title: "Deleted",
    meaning: "Someone deleted it.",
    detail: facts("owed"),
    notification: null,
  },
  "credential.revocation_requested": {
    title: "Credential revocation requested",
    meaning: "Someone asked for the credential to be revoked now.",
    detail: named,
    notification: null,
  },
  "credential.delay_extended": {
    title: "Credential delay extended",
    meaning: "Someone extended its revocation delay.",
    detail: facts("serviceAccountName", "revokeAt"),
    notification: null,
  },
  "credential.mint_started": {
    title: "Credential mint started",
    meaning: "The request for a new service account is about to leave.",
    detail: facts("serviceAccountName", "reason"),
    notification: null,
  },
  "credential.minted": {
    title: "Credential minted",
    meaning: "OpenAI's answer is stored.",
    detail: named,
    notification: null,
  },
  "credential.mint_refused": {
    title: "Credential mint refused",
    meaning: "OpenAI made nothing.",
    detail: failure,
    notification: "rotating_secret.rotation_failed",
  },
  "credential.mint_incomplete": {
    title: "Credential mint incomplete",
    meaning: "OpenAI made a service account whose key can't be used. It is deleted.",
    detail: failure,
    notification: "rotating_secret.rotation_failed",
  },
  "credential.outcome_unknown": {
    title: "Credential outcome unknown",
    meaning: "Nobody knows what OpenAI did: the answer was lost. The account is looked for by its name.",
    detail: failure.partial({ code: true, message: true }).extend({ reason: FACTS.reason.schema.optional() }),
    notification: "rotating_secret.rotation_failed",
  },
  "credential.answered_late": {
    title: "Credential answered late",
    meaning: "An answer came after the request was given up. Its account is revoked.",
    detail: account,
    notification: null,
  },
  "credential.exposed": {
    title: "Credential exposed",
    meaning: "Its values are the current ones.",
    detail: facts("serviceAccountName", "reason", "warning", "keyExpiresAt").partial({
      warning: true,
      keyExpiresAt: true,
    }),
    notification: "rotating_secret.rotated",
    provesHealth: true,
  },
  "credential.key_refused": {
    title: "Credential key refused",
    meaning: "OpenAI does not accept the new key. The current one stays.",
    detail: named,
    notification: "rotating_secret.rotation_failed",
  },
  "credential.replaced": {
    title: "Credential replaced",
    meaning: "Another credential is the current one; this one's revocation delay begins.",
    detail: facts("serviceAccountName", "revokeAt"),
    notification: null,
  },
  "credential.withdrawn": {
    title: "Credential withdrawn",
    meaning: "It is no longer wanted, and is revoked immediately.",
    detail: named,
    notification: null,
  },
  "credential.quarantined": {
    title: "Credential quarantined",
    meaning: "Its key may be in use, unknown to this database. It is left alone for a while.",
    detail: facts("serviceAccountName", "serviceAccountId", "revokeAt"),
    notification: "credential.orphan_found",
  },
  "credential.revocation_due": {
    title: "Credential revocation due",
    meaning: "Its revocation delay is over.",
    detail: named,
    notification: null,
  },
  "credential.revoked": {
    title: "Credential revoked",
    meaning: "OpenAI confirms that its service account is gone.",
    detail: facts("serviceAccountName", "serviceAccountId", "confirmation"),
    notification: "credential.revoked",
    provesHealth: true,
  },
  "credential.revoke_failed": {
    title: "Credential revoke failed",
    meaning: "A revocation failed, for the first time or for another reason than before. Phase keeps trying.",
    detail: failedCall,
    notification: null,
  },
  "credential.check_failed": {
    title: "Credential check failed",
    meaning: "An account of unknown outcome could not be looked for. Phase keeps trying.",
    detail: failedCall,
    notification: null,
  },
  "credential.found_alive": {
    title: "Credential found alive",
    meaning: "OpenAI has its account, although it should have none. It is revoked again.",
    detail: account,
    notification: "credential.orphan_found",
  },
  "credential.stray_account_found": {
    title: "Credential orphaned account found",
    meaning: "OpenAI has an account of this rotating secret that no row knew.",
    detail: facts("serviceAccountName", "serviceAccountId", "revokeAt"),
    notification: "credential.orphan_found",
  },
  "credential.stray_account_deleted": {
    title: "Credential orphaned account deleted",
    meaning: "An account that a lost answer left behind was found and deleted.",
    detail: account,
    notification: "credential.orphan_found",
  },
  "credential.watch_ended": {
    title: "Credential watch ended",
    meaning: "Watched for long enough: the lost request made nothing, or what it made is deleted.",
    detail: named,
    notification: null,
  },
  "credential.forgotten": {
    title: "Credential forgotten",
    meaning: "Someone gave its outstanding revocation up, and said why.",
    detail: facts("serviceAccountName", "serviceAccountId", "reason"),
    notification: null,
    provesHealth: true,
  },
  "credential.removed_elsewhere": {
    title: "Credential removed elsewhere",
    meaning: "Someone deleted or disabled the current key at OpenAI.",
    detail: facts("serviceAccountName", "serviceAccountId", "keyId", "code", "message"),
    notification: "credential.removed_elsewhere",
  },
  "credential.end_changed": {
    title: "Credential end changed",
    meaning: "The current key has another expiry at OpenAI than before.",
    detail: facts("serviceAccountName", "keyExpiresAt"),
    notification: null,
  },
  "credential.still_used": {
    title: "Credential still used",
    meaning: "Most of its revocation delay is over, and a program still uses its key.",
    detail: facts("serviceAccountName", "lastUsedAt", "revokeAt"),
    notification: "credential.still_used",
  },
} as const satisfies Record<string, Row>;

export type EventType = keyof typeof EVENTS;
export type EventDetail<Type extends EventType> = z.input<(typeof EVENTS)[Type]["detail"]>;

const ROWS: Record<EventType, Row> = EVENTS;

// Of an object that is written out here, the keys are those of its type.
export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]];

/** Stored by earlier versions. */
const FORMER_NAMES: Partial<Record<string, EventType>> = {
  "rotating_secret.revocation_requested": "credential.revocation_requested",
  "rotating_secret.delay_extended": "credential.delay_extended",
  "rotating_secret.debt_forgotten": "credential.forgotten",
};

export function eventRow(type: EventType): Row {
  return ROWS[type];
}

/** Under which names rows have it. */
export function storedNames(type: EventType): string[] {
  const former = Object.keys(FORMER_NAMES).filter((name) => FORMER_NAMES[name] === type);
  return [type, ...former];
}

/** As people read it; a type that this version does not know, as it is. */
export function eventTitle(type: string): string {
  const known = FORMER_NAMES[type] ?? EVENT_TYPES.find((name) => name === type);
  return known === undefined ? type : ROWS[known].title;
}

/** What receivers are told of this event; null: nothing. */
export function notificationOf(
  type: EventType,
  detail: Readonly<Record<string, unknown>>,
): NotificationType | null {
  const { notification, silentWhere = {} } = ROWS[type];
  return Object.entries(silentWhere).some(([name, value]) => detail[name] === value) ? null : notification;
}
