/** The actions of the audit log. Writers, views and documents of entries read them from this list. */
import { EVENTS } from "./events";
import type { Detail, ValuesOf } from "./facts";

type Row = {
  /** Its name in the audit log. */
  title: string;
  /** The kind of its subject. */
  subject:
    | "app"
    | "environment"
    | "member"
    | "organisation"
    | "request"
    | "rotating_secret"
    | "secret"
    | "service_token"
    | "third_party_credential"
    | "user"
    | "webhook";
  /** Its details, in display order. */
  detail: Detail;
};

const NOTHING = [] as const;

export const AUDIT_ACTIONS = {
  "organisation.created": { title: "Organisation created", subject: "organisation", detail: NOTHING },
  "audit.exported": {
    title: "Audit log exported",
    subject: "organisation",
    detail: ["after?"],
  },
  "audit.pruned": {
    title: "Audit log pruned",
    subject: "organisation",
    detail: ["entries", "through", "olderThanDays"],
  },
  "security.denied": { title: "Action denied", subject: "request", detail: ["count"] },
  "security.bad_token": { title: "Service token refused", subject: "request", detail: ["count"] },
  "security.foreign_origin": { title: "Foreign origin refused", subject: "request", detail: ["count"] },
  "security.throttled": { title: "Requests throttled", subject: "request", detail: ["count"] },
  "security.sign_in_refused": { title: "Sign-in refused", subject: "user", detail: ["count"] },
  "security.invitation_refused": { title: "Link refused", subject: "request", detail: ["count"] },
  "security.setup_code_refused": { title: "Setup code refused", subject: "request", detail: ["count"] },
  "app.created": { title: "App created", subject: "app", detail: NOTHING },
  "app.updated": { title: "App updated", subject: "app", detail: ["changes"] },
  "app.deleted": { title: "App deleted", subject: "app", detail: ["environments", "secretsDeleted"] },
  "environment.created": { title: "Environment created", subject: "environment", detail: NOTHING },
  "environment.updated": { title: "Environment updated", subject: "environment", detail: ["changes"] },
  "environment.deleted": {
    title: "Environment deleted",
    subject: "environment",
    detail: ["secretsDeleted"],
  },
  "session.started": { title: "Session started", subject: "user", detail: NOTHING },
  "session.ended": { title: "Session ended", subject: "user", detail: ["sessionId?"] },
  "session.others_ended": { title: "Other sessions ended", subject: "user", detail: ["ended"] },
  "user.renamed": { title: "User renamed", subject: "user", detail: ["changes"] },
  "user.password_changed": {
    title: "Password changed",
    subject: "user",
    detail: ["sessionsEnded"],
  },
  "user.invitation_accepted": {
    title: "Invitation accepted",
    subject: "user",
    detail: ["sessionsEnded"],
  },
  "member.added": { title: "Member added", subject: "member", detail: ["role", "environmentRoles"] },
  "member.role_changed": {
    title: "Member role changed",
    subject: "member",
    detail: ["changes"],
  },
  "member.invited": { title: "Member invited", subject: "member", detail: ["sentBy", "expiresAt"] },
  "member.invitation_withdrawn": {
    title: "Invitation withdrawn",
    subject: "member",
    detail: NOTHING,
  },
  "member.removed": { title: "Member removed", subject: "member", detail: ["role", "tokensEnded"] },
  "service_token.created": {
    title: "Service token created",
    subject: "service_token",
    detail: ["scopes", "expiresAt"],
  },
  "service_token.updated": { title: "Service token updated", subject: "service_token", detail: ["changes"] },
  "service_token.kept": { title: "Service token kept", subject: "service_token", detail: NOTHING },
  "service_token.revoked": {
    title: "Service token revoked",
    subject: "service_token",
    detail: ["because?"],
  },
  "secret.created": { title: "Secret created", subject: "secret", detail: ["environmentId"] },
  "secret.updated": {
    title: "Secret updated",
    subject: "secret",
    detail: ["environmentId", "changes"],
  },
  "secret.deleted": { title: "Secret deleted", subject: "secret", detail: ["environmentId"] },
  "secret.imported": {
    title: "Secrets imported",
    subject: "environment",
    detail: ["created", "updated", "skipped"],
  },
  "secret.read": { title: "Secrets read", subject: "environment", detail: ["keys"] },
  "secret.value_read": { title: "Secret value read", subject: "secret", detail: ["environmentId"] },
  "secret.revealed": { title: "Secret revealed", subject: "secret", detail: ["environmentId"] },
  "third_party_credential.created": {
    title: "Third-party credential created",
    subject: "third_party_credential",
    detail: NOTHING,
  },
  "third_party_credential.updated": {
    title: "Third-party credential updated",
    subject: "third_party_credential",
    detail: ["changes"],
  },
  "third_party_credential.tested": {
    title: "Third-party credential tested",
    subject: "third_party_credential",
    detail: ["code"],
  },
  "third_party_credential.deleted": {
    title: "Third-party credential deleted",
    subject: "third_party_credential",
    detail: NOTHING,
  },
  "webhook.created": { title: "Webhook created", subject: "webhook", detail: ["format", "types"] },
  "webhook.updated": { title: "Webhook updated", subject: "webhook", detail: ["changes"] },
  "webhook.tested": { title: "Webhook tested", subject: "webhook", detail: NOTHING },
  "webhook.redelivered": { title: "Webhook redelivered", subject: "webhook", detail: NOTHING },
  "webhook.secret_rotated": { title: "Webhook secret rotated", subject: "webhook", detail: NOTHING },
  "webhook.deleted": { title: "Webhook deleted", subject: "webhook", detail: NOTHING },
  // What members do to a rotating secret is also an event of the same name.
  "rotating_secret.created": {
    title: "Rotating secret created",
    subject: "rotating_secret",
    detail: EVENTS["rotating_secret.created"].detail,
  },
  "rotating_secret.create_failed": {
    title: "Rotating secret creation failed",
    subject: "rotating_secret",
    detail: ["code", "environmentId"],
  },
  "rotating_secret.updated": {
    title: "Rotating secret updated",
    subject: "rotating_secret",
    detail: EVENTS["rotating_secret.updated"].detail,
  },
  "rotating_secret.rotation_requested": {
    title: "Rotation requested",
    subject: "rotating_secret",
    detail: EVENTS["rotating_secret.rotation_requested"].detail,
  },
  "rotating_secret.paused": {
    title: "Rotating secret paused",
    subject: "rotating_secret",
    detail: EVENTS["rotating_secret.paused"].detail,
  },
  "rotating_secret.resumed": {
    title: "Rotating secret resumed",
    subject: "rotating_secret",
    detail: EVENTS["rotating_secret.resumed"].detail,
  },
  "rotating_secret.deleted": {
    title: "Rotating secret deleted",
    subject: "rotating_secret",
    detail: EVENTS["rotating_secret.deleted"].detail,
  },
  "credential.revocation_requested": {
    title: "Revocation requested",
    subject: "rotating_secret",
    detail: EVENTS["credential.revocation_requested"].detail,
  },
  "credential.delay_extended": {
    title: "Revocation delay extended",
    subject: "rotating_secret",
    detail: EVENTS["credential.delay_extended"].detail,
  },
  "credential.forgotten": {
    title: "Credential forgotten",
    subject: "rotating_secret",
    detail: EVENTS["credential.forgotten"].detail,
  },
} as const satisfies Record<string, Row>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
export type AuditDetail<Action extends AuditAction> = ValuesOf<(typeof AUDIT_ACTIONS)[Action]["detail"]>;

const ROWS: Record<AuditAction, Row> = AUDIT_ACTIONS;

// The keys of a literal object are those of its type.
export const AUDIT_ACTION_NAMES = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];

/** Stored by earlier versions. */
const FORMER_NAMES: Partial<Record<string, AuditAction>> = {
  "rotating_secret.revocation_requested": "credential.revocation_requested",
  "rotating_secret.delay_extended": "credential.delay_extended",
  "rotating_secret.debt_forgotten": "credential.forgotten",
  "session.refused": "security.sign_in_refused",
};

export function auditRow(action: AuditAction): Row {
  return ROWS[action];
}

/** In words for people. An action that this version doesn't know stays as it is. */
export function auditTitle(action: string): string {
  const known = FORMER_NAMES[action] ?? AUDIT_ACTION_NAMES.find((name) => name === action);
  return known === undefined ? action : ROWS[known].title;
}
