/** The notifications for webhooks and mailboxes. Lists and texts of notifications read them from this list. */
import type { NOTIFICATION_NAMES } from "./notification-names";

type Row = {
  /** Its name in the console, where webhooks choose it. */
  label: string;
  /** Follows the name of its subject. `{keyExpiresOn}` and `{actor}` are filled in. */
  title: string;
  /** What it means, and the fix. */
  sentence: string;
  /** For the documents. */
  when: string;
  /** Also sent by email: what needs a person, and when that is over. */
  mailed: boolean;
  /** About one mint, so it says why that was due. */
  includesReason?: true;
};

export const NOTIFICATIONS = {
  "rotating_secret.rotated": {
    label: "Rotated",
    title: "rotated",
    sentence: "A new key is the current value.",
    when: "a new key is the current value",
    mailed: false,
    includesReason: true,
  },
  "rotating_secret.rotation_failed": {
    label: "A rotation failed",
    title: "a rotation failed",
    sentence: "The current key is unchanged.",
    when: "a rotation attempt failed; sent for every attempt",
    mailed: false,
    includesReason: true,
  },
  "rotating_secret.degraded": {
    label: "Degraded",
    title: "degraded",
    sentence:
      "A rotation or revocation failed. Phase retries automatically and notifies you when it works again.",
    when: "something failed, and Phase retries automatically",
    mailed: true,
  },
  "rotating_secret.failed": {
    label: "Failed",
    title: "failed",
    sentence: "Rotation is paused until someone fixes the cause and resumes it.",
    when: "rotation is paused until someone fixes the cause",
    mailed: true,
  },
  "rotating_secret.recovered": {
    label: "Healthy again",
    title: "healthy again",
    sentence: "Rotation works as planned.",
    when: "rotation works again",
    mailed: true,
  },
  "rotating_secret.paused": {
    label: "Paused",
    title: "paused",
    sentence: "Paused by {actor}.",
    when: "someone paused the rotating secret",
    mailed: false,
  },
  "rotating_secret.resumed": {
    label: "Resumed",
    title: "resumed",
    sentence: "Resumed by {actor}.",
    when: "someone resumed the rotating secret",
    mailed: false,
  },
  "credential.removed_elsewhere": {
    label: "Current key removed at OpenAI",
    title: "the current key was removed at OpenAI",
    sentence:
      "OpenAI refuses programs that use it. Phase rotates immediately. If rotation is paused, choose Rotate now or Resume.",
    when: "OpenAI no longer accepts the current key: someone deleted or disabled it",
    mailed: true,
  },
  "credential.still_used": {
    label: "Previous key still in use",
    title: "a previous key is still in use",
    sentence:
      "A program still uses the previous key, which OpenAI refuses when the revocation delay ends. Give the program the current key, or extend the delay under Manage, Credentials.",
    when: "most of a revocation delay is over, and a program still uses the previous key",
    mailed: true,
  },
  "credential.revoked": {
    label: "Previous key revoked",
    title: "a previous key is revoked",
    sentence: "OpenAI confirmed the deletion.",
    when: "OpenAI confirmed that a previous key is deleted",
    mailed: false,
  },
  "credential.revoke_overdue": {
    label: "Revocation overdue",
    title: "a revocation is overdue",
    sentence:
      "The previous key may still work although its revocation delay is over. Phase retries until OpenAI confirms the deletion.",
    when: "a revocation failed six times in a row; Phase keeps trying",
    mailed: true,
  },
  "credential.orphan_found": {
    label: "Orphaned service account found",
    title: "an orphaned service account was found",
    sentence:
      "A lost response or a restored backup left it behind. Phase deletes it: immediately, or after at least 24 hours if a program may hold its key.",
    when: "OpenAI had a service account that a lost response or a restored backup left behind",
    mailed: false,
  },
  "third_party_credential.expiring": {
    label: "Admin key expires soon",
    title: "the admin key expires {keyExpiresOn}",
    sentence:
      "After that, Phase can't rotate or revoke with this admin key. Create a new admin key at OpenAI, then use Replace key under Integrations.",
    when: "14 days and 3 days before an admin key expires, if OpenAI says when",
    mailed: true,
  },
  "installation.sealed": {
    label: "Installation sealed",
    title: "Phase is sealed and rotates nothing",
    sentence:
      "Phase makes no call to OpenAI from this installation until an operator fixes the cause. Current keys keep working, and nothing is revoked. Settings in the console says what to do.",
    when: "Phase has been [sealed](backup.md#move-or-copy-an-installation) for a minute",
    mailed: true,
  },
} as const satisfies Record<(typeof NOTIFICATION_NAMES)[number], Row>;

export type NotificationType = keyof typeof NOTIFICATIONS;

const ROWS: Record<NotificationType, Row> = NOTIFICATIONS;

// The keys of a literal object are those of its type.
export const NOTIFICATION_TYPES = Object.keys(NOTIFICATIONS) as [NotificationType, ...NotificationType[]];
export const MAILED_TYPES = NOTIFICATION_TYPES.filter((type) => ROWS[type].mailed);

/** Sent only by hand, to one endpoint, whatever types the endpoint receives. */
export const TEST_TYPE = "webhook.test";
const TEST: Row = {
  label: "Test",
  title: "test",
  sentence: "This endpoint can be reached.",
  when: "someone tests a webhook",
  mailed: false,
};

export type MessageType = NotificationType | typeof TEST_TYPE;

export function notificationRow(type: MessageType): Row {
  return type === TEST_TYPE ? TEST : ROWS[type];
}

/** In words. A type that this version doesn't know stays as it is. */
export function notificationLabel(type: string): string {
  const types: readonly MessageType[] = [...NOTIFICATION_TYPES, TEST_TYPE];
  const known = types.find((name) => name === type);
  return known === undefined ? type : notificationRow(known).label;
}
