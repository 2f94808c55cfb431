/** Which of the API's fields each row of the console shows, and which it doesn't. */
import type * as z from "zod";
import { auditEntrySchema } from "@/lib/api/audit";
import { memberSchema } from "@/lib/api/members";
import { eventSchema, mintedCredentialSchema, rotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { secretRowSchema } from "@/lib/api/secrets";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { thirdPartyCredentialSchema } from "@/lib/api/third-party-credentials";
import { deliverySchema, webhookSchema } from "@/lib/api/webhooks";
import { time } from "./rows.fixture";

type Shown = { schema: z.ZodObject; seen: Record<string, string>; unseen: string[] };
const ORIGIN = { ip: "192.0.2.9", userAgent: "curl/8" };

/** `seen`: field → its text. `unseen`: shown on another page, or by the row's behaviour. */
export const SHOWN = {
  "a rotating secret on the overview": {
    schema: rotatingSecretSchema,
    seen: {
      name: "OpenAI prod",
      config: "Chatbot",
      health: "Failed",
      lastFailure: "OpenAI rejected the request",
      owed: '3<span class="sr-only"> outstanding</span>',
    },
    unseen: [
      ...["id", "description", "labels", "provider", "environmentId", "thirdPartyCredentialId"],
      ...["rotationIntervalSeconds", "revocationDelaySeconds", "outputs", "state", "pauseReason"],
      ...["nextRotationAt", "rotating", "version", "createdAt", "updatedAt"],
    ],
  },
  "a credential": {
    schema: mintedCredentialSchema,
    seen: {
      status: "Expiring",
      serviceAccountId: "svc_acct_1",
      serviceAccountName: "phase-rs-1",
      keyId: "key_1",
      mintedAt: time(4),
      revokeAt: time(7),
      keyExpiresAt: time(8),
      lastUsedAt: time(9),
      failureCount: "12 attempts",
      lastFailure: "Too many accounts.",
    },
    unseen: ["id", "exposedAt", "replacedAt", "revokedAt"],
  },
  "an admin key": {
    schema: thirdPartyCredentialSchema,
    seen: {
      provider: "OpenAI",
      name: "Acme",
      ...{ labels: "team=platform", keyHint: "…AdMn" },
      status: "Invalid",
      lastFailureMessage: "Incorrect API key.",
      lastValidatedAt: time(10),
      keyExpiresAt: time(11),
      environmentIds: "Only for ",
      projectIds: "only 3 OpenAI projects",
      usedBy: "Used by 21",
      unclaimedAccounts: "1 unclaimed",
    },
    unseen: ["id", "inventoriedAt", "createdAt", "updatedAt"],
  },
  "a member": {
    schema: memberSchema,
    seen: {
      email: "ada@example.com",
      name: "Ada",
      role: "Developer",
      environmentRoles: "Viewer",
      lastSeenAt: time(16),
    },
    unseen: ["id", "userId", "createdAt", "hasPassword", "invitationExpiresAt"],
  },
  "a service token": {
    schema: serviceTokenSchema,
    seen: {
      name: "ci",
      ...{ labels: "team=billing", tokenHint: "…tOkN" },
      scopes: "secrets:read",
      environmentIds: "All environments",
      keys: "only STRIPE_*",
      createdBy: "grace@example.com",
      keptAt: "kept by an owner",
      expiresAt: time(19),
      lastUsedAt: time(20),
      lastUsedFrom: "192.0.2.7",
    },
    unseen: ["id", "createdAt", "madeBy", "answersTo", "keptBy"],
  },
  "a webhook": {
    schema: webhookSchema,
    seen: {
      name: "Ops",
      ...{ labels: "team=operations", url: "https://ops.example.com/hook" },
      format: "Slack",
      types: "Previous key still in use",
      enabled: "On",
    },
    unseen: ["id", "previousSecretExpiresAt", "createdAt", "createdBy", "updatedAt"],
  },
  "a delivery": {
    schema: deliverySchema,
    seen: {
      messageId: "msg_1",
      type: "Previous key still in use",
      state: "Retrying",
      attempts: "4 attempts",
      createdAt: time(23),
      nextAttemptAt: time(25),
      lastError: "The receiver returned 503.",
    },
    unseen: ["id", "lastAttemptAt", "lastStatus"],
  },
  "a secret": {
    schema: secretRowSchema,
    seen: {
      key: "OPENAI_KEY_ID",
      comment: "for billing",
      output: "key_id",
      version: "31",
      updatedAt: time(26),
    },
    unseen: ["id", "lifecycle", "rotatingSecretId"],
  },
  "an event": {
    schema: eventSchema,
    seen: {
      at: time(28),
      type: "Key expiry changed",
      actor: "ada@example.com",
      ...ORIGIN,
      detail: "phase-rs-2",
    },
    unseen: ["id", "credentialId"],
  },
  "an audit entry": {
    schema: auditEntrySchema,
    seen: {
      at: time(29),
      action: "Member role changed",
      actor: "Service token",
      ...ORIGIN,
      subjectName: "grace@example.com",
      detail: "viewer",
    },
    unseen: ["id", "actorKind", "actorId", "subjectType", "subjectId"],
  },
} satisfies Record<string, Shown>;
