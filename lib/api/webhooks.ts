import * as z from "zod";
import { MINT_REASON_CODES } from "@/lib/lists/mint-reasons";
import { NOTIFICATION_TYPES, TEST_TYPE } from "@/lib/lists/notification-types";
import { labelsSchema, shownLabelsSchema } from "./labels";
import { idSchema, isUnreadable, nameSchema, nextCursorSchema, openEnum, timeSchema } from "./common";

export const WEBHOOK_FORMATS = ["standard", "slack"] as const;

export const webhookUrlSchema = z
  .string()
  .trim()
  .max(2_000, "At most 2,000 characters.")
  .refine((url) => !isUnreadable(url), "Use a single line without control or invisible characters.")
  .refine(isWebhookUrl, "Use an http or https URL without a user name or password.");

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "" && hash === "";
}

const typesSchema = z
  .array(z.enum(NOTIFICATION_TYPES))
  .max(NOTIFICATION_TYPES.length)
  .describe("Empty means every type, including future ones.");

export const createWebhookSchema = z.strictObject({
  name: nameSchema,
  url: webhookUrlSchema,
  format: z.enum(WEBHOOK_FORMATS).default("standard"),
  types: typesSchema.default([]),
  labels: labelsSchema.optional(),
});

export const updateWebhookSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: webhookUrlSchema.optional(),
    format: z.enum(WEBHOOK_FORMATS).optional(),
    types: typesSchema.optional(),
    enabled: z.boolean().optional(),
    labels: labelsSchema.optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Nothing to change.");

export const webhookSchema = z.object({
  id: idSchema,
  name: z.string(),
  labels: shownLabelsSchema,
  url: z.string(),
  format: z.enum(WEBHOOK_FORMATS),
  types: z.array(z.enum(NOTIFICATION_TYPES)),
  enabled: z.boolean(),
  /** Until when the previous secret also signs. Null if only one does. */
  previousSecretExpiresAt: timeSchema.nullable(),
  createdAt: timeSchema,
  createdBy: z.string(),
  updatedAt: timeSchema,
});
/** The responses of creating a webhook and of rotating its secret: the only ones that show the secret. */
export const webhookWithSecretSchema = webhookSchema.extend({ secret: z.string() });
export const webhookListSchema = z.object({ webhooks: z.array(webhookSchema), nextCursor: nextCursorSchema });

export const deliverySchema = z.object({
  id: idSchema,
  /** The webhook-id header: the same for every attempt. */
  messageId: z.string(),
  type: openEnum([...NOTIFICATION_TYPES, TEST_TYPE]),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.number().int(),
  createdAt: timeSchema,
  lastAttemptAt: timeSchema.nullable(),
  nextAttemptAt: timeSchema.nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
});
export const deliveryPageSchema = z.object({
  deliveries: z.array(deliverySchema),
  nextCursor: idSchema.nullable(),
});

export const deliveryPathSchema = z.object({ id: idSchema, deliveryId: idSchema });

export type CreateWebhook = z.output<typeof createWebhookSchema>;
export type UpdateWebhook = z.output<typeof updateWebhookSchema>;
export type Webhook = z.infer<typeof webhookSchema>;
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;
export type WebhookDelivery = z.infer<typeof deliverySchema>;

const namedSchema = z.object({ id: idSchema, name: z.string() });

/** The body for an endpoint in the standard format, signed according to the Standard Webhooks specification. */
export const notificationPayloadSchema = z.object({
  type: z.enum([...NOTIFICATION_TYPES, TEST_TYPE]),
  /** When it happened. */
  timestamp: timeSchema,
  data: z.object({
    organisation: namedSchema,
    /** `user:…`, `token:…` or `system:…`. */
    actor: z.string(),
    app: namedSchema.nullable(),
    environment: namedSchema.nullable(),
    rotatingSecret: namedSchema.nullable(),
    credential: z
      .object({
        id: idSchema,
        serviceAccountName: z.string(),
        serviceAccountId: z.string().nullable(),
        keyId: z.string().nullable(),
      })
      .nullable(),
    thirdPartyCredential: namedSchema.extend({ keyExpiresAt: timeSchema.nullable() }).nullable(),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    /** Why a key was minted, if the message is about that. */
    reason: openEnum(MINT_REASON_CODES).nullable(),
  }),
});
export type NotificationPayload = z.infer<typeof notificationPayloadSchema>;
