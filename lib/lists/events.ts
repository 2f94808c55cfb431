/**
 * Everything that can happen to a rotating secret and its credentials. Writers, views, texts and
 * notifications of events read it from this list.
 */
import type { Detail, ValuesOf } from "./facts";
import type { NotificationType } from "./notification-types";

type Row = {
  /** Its title in the list of events. */
  title: string;
  /** What happened, for the documents. */
  meaning: string;
  /** Its details, in display order. */
  detail: Detail;
  /** The notification that it causes, if any. */
  notification: NotificationType | null;
  /** No notification if the detail has this value. */
  silentWhere?: Record<string, string>;
  /** Proves that the rotating secret works again. */
  provesHealth?: true;
};

const FAILURE = ["serviceAccountName", "code", "message", "status?", "requestId?"] as const;
const FAILED_CALL = ["code", "message", "serviceAccountId"] as const;
const ACCOUNT = ["serviceAccountName", "serviceAccountId"] as const;
const NAMED = ["serviceAccountName"] as const;
const NOTHING = [] as const;

export const EVENTS = {
  "rotating_secret.created": {
    title: "Created",
    meaning: "Someone created the rotating secret.",
    detail: ["environmentId", "projectId", "rotationIntervalSeconds", "revocationDelaySeconds"],
    notification: null,
  },
  "rotating_secret.updated": {
    title: "Updated",
    meaning: "Someone edited the rotating secret.",
    detail: ["changes"],
    notification: null,
  },
  "rotating_secret.rotation_requested": {
    title: "Rotation requested",
    meaning: "Someone requested an immediate rotation.",
    detail: ["mode", "rotationId?"],
    notification: null,
  },
  "rotating_secret.paused": {
    title: "Paused",
    meaning:
      "Someone paused the rotating secret, or Phase paused it after a failure that only a person can fix.",
    detail: ["reason", "code?", "message?"],
    notification: "rotating_secret.paused",
    // A pause after a failure is reported as a failure, when the health changes.
    silentWhere: { reason: "failure" },
  },
  "rotating_secret.resumed": {
    title: "Resumed",
    meaning: "Someone resumed the rotating secret.",
    detail: ["when", "rotationId?"],
    notification: "rotating_secret.resumed",
  },
  "rotating_secret.recovered": {
    title: "Recovered",
    meaning: "A rotation succeeded while a failure had paused the rotating secret. The pause is over.",
    detail: NOTHING,
    notification: null,
  },
  "rotating_secret.deleted": {
    title: "Deleted",
    meaning: "Someone deleted the rotating secret.",
    detail: ["owed"],
    notification: null,
  },
  "credential.revocation_requested": {
    title: "Revocation requested",
    meaning: "Someone requested that the credential be revoked now.",
    detail: NAMED,
    notification: null,
  },
  "credential.delay_extended": {
    title: "Revocation delay extended",
    meaning: "Someone extended the credential's revocation delay.",
    detail: ["serviceAccountName", "revokeAt"],
    notification: null,
  },
  "credential.mint_started": {
    title: "Mint started",
    meaning: "Phase is about to request a new service account.",
    detail: ["serviceAccountName", "reason"],
    notification: null,
  },
  "credential.minted": {
    title: "Credential minted",
    meaning: "Phase stored OpenAI's response.",
    detail: NAMED,
    notification: null,
  },
  "credential.mint_refused": {
    title: "Mint refused",
    meaning: "OpenAI created nothing.",
    detail: FAILURE,
    notification: "rotating_secret.rotation_failed",
  },
  "credential.mint_incomplete": {
    title: "Mint incomplete",
    meaning: "OpenAI created a service account, but its key can't be used. Phase deletes the account.",
    detail: FAILURE,
    notification: "rotating_secret.rotation_failed",
  },
  "credential.outcome_unknown": {
    title: "Mint outcome unknown",
    meaning: "OpenAI's response was lost, so the outcome is unknown. Phase looks for the account by name.",
    detail: ["serviceAccountName", "code?", "message?", "status?", "requestId?", "reason?"],
    notification: "rotating_secret.rotation_failed",
  },
  "credential.answered_late": {
    title: "OpenAI responded late",
    meaning: "OpenAI's response came after Phase had given up on the request. Phase revokes the account.",
    detail: ACCOUNT,
    notification: null,
  },
  "credential.exposed": {
    title: "Credential exposed",
    meaning: "The credential's values became current.",
    detail: ["serviceAccountName", "reason", "warning?", "keyExpiresAt?"],
    notification: "rotating_secret.rotated",
    provesHealth: true,
  },
  "credential.key_refused": {
    title: "New key refused",
    meaning: "OpenAI doesn't accept the new key. The current key is unchanged.",
    detail: NAMED,
    notification: "rotating_secret.rotation_failed",
  },
  "credential.replaced": {
    title: "Credential replaced",
    meaning: "A newer credential became current. The revocation delay of the previous one begins.",
    detail: ["serviceAccountName", "revokeAt"],
    notification: null,
  },
  "credential.withdrawn": {
    title: "Credential withdrawn",
    meaning: "The credential is no longer needed. Phase revokes it immediately.",
    detail: NAMED,
    notification: null,
  },
  "credential.quarantined": {
    title: "Credential quarantined",
    meaning:
      "A program may use the key, although this database doesn't know it. Phase waits before it revokes the credential.",
    detail: ["serviceAccountName", "serviceAccountId", "revokeAt"],
    notification: "credential.orphan_found",
  },
  "credential.revocation_due": {
    title: "Revocation due",
    meaning: "The credential's revocation delay is over.",
    detail: NAMED,
    notification: null,
  },
  "credential.revoked": {
    title: "Credential revoked",
    meaning: "OpenAI confirmed that the service account is gone.",
    detail: ["serviceAccountName", "serviceAccountId", "confirmation"],
    notification: "credential.revoked",
    provesHealth: true,
  },
  "credential.revoke_failed": {
    title: "Revocation failed",
    meaning: "A revocation failed for the first time, or for a new reason. Phase keeps trying.",
    detail: FAILED_CALL,
    notification: null,
  },
  "credential.check_failed": {
    title: "Search for account failed",
    meaning: "Phase couldn't look for an account with an unknown outcome. Phase keeps trying.",
    detail: FAILED_CALL,
    notification: null,
  },
  "credential.found_alive": {
    title: "Account still exists",
    meaning: "OpenAI still has an account that should be gone. Phase revokes it again.",
    detail: ACCOUNT,
    notification: "credential.orphan_found",
  },
  "credential.stray_account_found": {
    title: "Orphaned account found",
    meaning: "OpenAI has an account of this rotating secret that isn't in Phase's database.",
    detail: ["serviceAccountName", "serviceAccountId", "revokeAt"],
    notification: "credential.orphan_found",
  },
  "credential.stray_account_deleted": {
    title: "Orphaned account deleted",
    meaning: "Phase found and deleted an account that a lost response had left behind.",
    detail: ACCOUNT,
    notification: "credential.orphan_found",
  },
  "credential.watch_ended": {
    title: "Search for account ended",
    meaning: "Phase stopped looking: the lost request created nothing, or Phase deleted what it created.",
    detail: NAMED,
    notification: null,
  },
  "credential.forgotten": {
    title: "Credential forgotten",
    meaning: "Someone told Phase to stop retrying the outstanding revocation, and gave a reason.",
    detail: ["serviceAccountName", "serviceAccountId", "reason"],
    notification: null,
    provesHealth: true,
  },
  "credential.removed_elsewhere": {
    title: "Current key removed at OpenAI",
    meaning: "Someone deleted or disabled the current key at OpenAI.",
    detail: ["serviceAccountName", "serviceAccountId", "keyId", "code", "message"],
    notification: "credential.removed_elsewhere",
  },
  "credential.end_changed": {
    title: "Key expiry changed",
    meaning: "The expiry of the current key changed at OpenAI.",
    detail: ["serviceAccountName", "keyExpiresAt"],
    notification: null,
  },
  "credential.still_used": {
    title: "Previous key still in use",
    meaning: "Most of the revocation delay is over, and a program still uses the key.",
    detail: ["serviceAccountName", "lastUsedAt", "revokeAt"],
    notification: "credential.still_used",
  },
} as const satisfies Record<string, Row>;

export type EventType = keyof typeof EVENTS;
export type EventDetail<Type extends EventType> = ValuesOf<(typeof EVENTS)[Type]["detail"]>;

const ROWS: Record<EventType, Row> = EVENTS;

// The keys of a literal object are those of its type.
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

/** The names under which rows have it. */
export function storedNames(type: EventType): string[] {
  const former = Object.keys(FORMER_NAMES).filter((name) => FORMER_NAMES[name] === type);
  return [type, ...former];
}

/** In words for people. A type that this version doesn't know stays as it is. */
export function eventTitle(type: string): string {
  const known = FORMER_NAMES[type] ?? EVENT_TYPES.find((name) => name === type);
  return known === undefined ? type : ROWS[known].title;
}

/** The notification of this event. Null: none. */
export function notificationOf(
  type: EventType,
  detail: Readonly<Record<string, unknown>>,
): NotificationType | null {
  const { notification, silentWhere = {} } = ROWS[type];
  return Object.entries(silentWhere).some(([name, value]) => detail[name] === value) ? null : notification;
}
