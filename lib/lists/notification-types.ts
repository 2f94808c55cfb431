/** What webhooks and mailboxes can be told of. Everything that lists or words a notification reads it from here. */

type Row = {
  /** In the console's lists, where it is chosen. */
  label: string;
  /** Said after the name of what it is about. `{keyExpiresOn}` and `{actor}` are filled in. */
  title: string;
  /** What it means, and what to do. */
  sentence: string;
  /** For the documents. */
  when: string;
  /** To people's mailboxes as well: what needs somebody, and the end of it. */
  mailed: boolean;
  /** It is about one mint, so it tells why that was due. */
  tellsReason?: true;
};

export const NOTIFICATIONS = {
  "rotating_secret.rotated": {
    label: "Rotated",
    title: "rotated",
    sentence: "A new key is the current value.",
    when: "a new key is the current value",
    mailed: false,
    tellsReason: true,
  },
  "rotating_secret.rotation_failed": {
    label: "A rotation failed",
    title: "a rotation failed",
    sentence: "The key before it stays the current one.",
    when: "an attempt to rotate brought no key; sent for every attempt",
    mailed: false,
    tellsReason: true,
  },
  "rotating_secret.degraded": {
    label: "Degraded",
    title: "degraded",
    sentence: "Something did not work. Phase retries automatically and tells you when it works again.",
    when: "something failed, and Phase retries automatically",
    mailed: true,
  },
  "rotating_secret.failed": {
    label: "Failed",
    title: "failed",
    sentence: "Rotation is paused until someone fixes the cause and resumes it.",
    when: "rotation is paused until a person acts",
    mailed: true,
  },
  "rotating_secret.recovered": {
    label: "Healthy again",
    title: "healthy again",
    sentence: "Rotation works as planned.",
    when: "it succeeded again",
    mailed: true,
  },
  "rotating_secret.paused": {
    label: "Paused",
    title: "paused",
    sentence: "Paused by {actor}.",
    when: "someone paused it",
    mailed: false,
  },
  "rotating_secret.resumed": {
    label: "Resumed",
    title: "resumed",
    sentence: "Resumed by {actor}.",
    when: "someone resumed it",
    mailed: false,
  },
  "credential.removed_elsewhere": {
    label: "Current key removed at OpenAI",
    title: "the current key was removed at OpenAI",
    sentence:
      "OpenAI refuses programs that use it. Phase rotates immediately, unless rotation is paused: then choose Rotate now or Resume.",
    when: "OpenAI no longer accepts the current key: someone deleted or disabled it",
    mailed: true,
  },
  "credential.still_used": {
    label: "Old key still in use",
    title: "an old key is still in use",
    sentence:
      "Most of its revocation delay is over, and some program has not taken the new key yet. It will be refused when the delay ends: give it the current value, or extend the delay under Manage, Credentials.",
    when: "most of a revocation delay is over, and the old key is still being used",
    mailed: true,
  },
  "credential.revoked": {
    label: "Old key revoked",
    title: "an old key is revoked",
    sentence: "OpenAI confirms that it is gone.",
    when: "OpenAI confirms that an old key is gone",
    mailed: false,
  },
  "credential.revoke_overdue": {
    label: "Revocation overdue",
    title: "a revocation is overdue",
    sentence: "A key that should be gone still works. Its revocation is tried again until it succeeds.",
    when: "a revocation failed six times in a row; Phase keeps trying",
    mailed: true,
  },
  "credential.orphan_found": {
    label: "Stray service account found",
    title: "a stray service account was found",
    sentence:
      "An answer that was lost, or a backup that was restored, left it behind. It is deleted, at once or after a quarantine.",
    when: "OpenAI had an account that a lost answer, or a restored backup, left behind",
    mailed: false,
  },
  "third_party_credential.expiring": {
    label: "Admin key expires soon",
    title: "the admin key expires {keyExpiresOn}",
    sentence:
      "After that nothing can be rotated or revoked with it. Make a new admin key at OpenAI and replace it under Integrations.",
    when: "14 days and 3 days before an admin key ends, where OpenAI tells",
    mailed: true,
  },
  "installation.sealed": {
    label: "Installation sealed",
    title: "Phase is sealed and rotates nothing",
    sentence:
      "Phase makes no call to OpenAI from this installation until an operator has put the reason right. Current keys keep working, and nothing is revoked. Settings in the console says what to do.",
    when: "Phase has been [sealed](backup.md#move-or-copy-an-installation) for a minute",
    mailed: true,
  },
} as const satisfies Record<string, Row>;

export type NotificationType = keyof typeof NOTIFICATIONS;

const ROWS: Record<NotificationType, Row> = NOTIFICATIONS;

// Of an object that is written out here, the keys are those of its type.
export const NOTIFICATION_TYPES = Object.keys(NOTIFICATIONS) as [NotificationType, ...NotificationType[]];
export const MAILED_TYPES = NOTIFICATION_TYPES.filter((type) => ROWS[type].mailed);

/** Sent by hand only, to one endpoint, whatever types it asks for. */
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

/** In words; a type that this version does not know, as it is. */
export function notificationLabel(type: string): string {
  const types: readonly MessageType[] = [...NOTIFICATION_TYPES, TEST_TYPE];
  const known = types.find((name) => name === type);
  return known === undefined ? type : notificationRow(known).label;
}
