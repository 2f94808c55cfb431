/** One of each kind of item that a row shows. No two values of a row look alike. */
import { auditEntrySchema } from "@/lib/api/audit";
import { memberSchema } from "@/lib/api/members";
import { eventSchema, mintedCredentialSchema, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { secretRowSchema } from "@/lib/api/secrets";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { thirdPartyCredentialSchema } from "@/lib/api/third-party-credentials";
import { deliverySchema, webhookSchema } from "@/lib/api/webhooks";

const id = (nth: number) => `0198c2f4-7b1e-4c3a-9d52-${String(nth).padStart(12, "0")}`;
export const time = (day: number) => `2026-03-${String(day).padStart(2, "0")}T00:00:00.000Z`;
const FAILURE = { at: time(27), code: "provider_rejected", message: "Too many accounts." } as const;

export const secret = rotatingSecretSchema.parse({
  id: id(1),
  name: "OpenAI prod",
  labels: { team: "search" },
  description: "",
  provider: "openai",
  environmentId: id(2),
  thirdPartyCredentialId: id(3),
  config: { projectId: "proj_1", projectName: "Chatbot", nameTemplate: "phase-rs-{id}" },
  rotationIntervalSeconds: 600,
  revocationDelaySeconds: 60,
  outputs: { api_key: "OPENAI_API_KEY" },
  state: "paused",
  pauseReason: "failure",
  health: "failed",
  lastFailure: FAILURE,
  nextRotationAt: time(1),
  rotating: false,
  owed: 3,
  version: 7,
  createdAt: time(2),
  updatedAt: time(3),
});
export const credential = mintedCredentialSchema.parse({
  id: id(4),
  status: "expiring",
  serviceAccountId: "svc_acct_1",
  serviceAccountName: "phase-rs-1",
  keyId: "key_1",
  mintedAt: time(4),
  exposedAt: time(5),
  replacedAt: time(6),
  revokeAt: time(7),
  revokedAt: null,
  keyExpiresAt: time(8),
  lastUsedAt: time(9),
  failureCount: 12,
  lastFailure: FAILURE,
});
export const adminKey = thirdPartyCredentialSchema.parse({
  id: id(5),
  provider: "openai",
  name: "Acme",
  labels: { team: "platform" },
  keyHint: "…AdMn",
  status: "invalid",
  lastFailureMessage: "Incorrect API key.",
  ...{ lastValidatedAt: time(10), keyExpiresAt: time(11) },
  environmentIds: [id(31)],
  projectIds: ["proj_2", "proj_3", "proj_4"],
  usedBy: 21,
  inventoriedAt: time(12),
  unclaimedAccounts: [{ projectId: "proj_1", serviceAccountId: "svc_acct_2", serviceAccountName: "other" }],
  ...{ createdAt: time(13), updatedAt: time(14) },
});
export const member = memberSchema.parse({
  id: id(6),
  userId: id(7),
  email: "ada@example.com",
  name: "Ada",
  role: "developer",
  environmentRoles: [{ environmentId: id(31), role: "viewer" }],
  ...{ createdAt: time(15), lastSeenAt: time(16), hasPassword: true, invitationExpiresAt: null },
});
export const token = serviceTokenSchema.parse({
  id: id(8),
  name: "ci",
  labels: { team: "billing" },
  tokenHint: "…tOkN",
  scopes: ["secrets:read"],
  environmentIds: [],
  keys: ["STRIPE_*"],
  ...{ createdAt: time(17), createdBy: "user:grace@example.com" },
  madeBy: null,
  answersTo: null,
  ...{ keptBy: "user:owner@example.com", keptAt: time(18) },
  expiresAt: time(19),
  lastUsedAt: time(20),
  lastUsedFrom: "192.0.2.7",
});
export const webhook = webhookSchema.parse({
  id: id(9),
  name: "Ops",
  labels: { team: "operations" },
  url: "https://ops.example.com/hook",
  format: "slack",
  types: ["credential.still_used"],
  enabled: true,
  previousSecretExpiresAt: null,
  ...{ createdAt: time(21), createdBy: "user:ada@example.com" },
  updatedAt: time(22),
});
export const delivery = deliverySchema.parse({
  id: id(10),
  messageId: "msg_1",
  type: "credential.still_used",
  state: "pending",
  attempts: 4,
  createdAt: time(23),
  lastAttemptAt: time(24),
  nextAttemptAt: time(25),
  lastStatus: 503,
  lastError: "The receiver returned 503.",
});
export const value = secretRowSchema.parse({
  id: id(11),
  key: "OPENAI_KEY_ID",
  comment: "for billing",
  lifecycle: "rotating",
  output: "key_id",
  rotatingSecretId: id(1),
  version: 31,
  updatedAt: time(26),
});
const origin = { ip: "192.0.2.9", userAgent: "curl/8" };
export const event = eventSchema.parse({
  id: id(12),
  at: time(28),
  type: "credential.end_changed",
  actor: "user:ada@example.com",
  credentialId: id(4),
  detail: { serviceAccountName: "phase-rs-2" },
  ...origin,
});
export const entry = auditEntrySchema.parse({
  id: id(13),
  at: time(29),
  action: "member.role_changed",
  actor: "token:ci",
  actorKind: "token",
  actorId: id(8),
  subjectType: "member",
  subjectId: id(6),
  subjectName: "grace@example.com",
  detail: { from: "viewer", to: "admin" },
  ...origin,
});
