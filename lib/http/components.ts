/** The named schemas of the API's document, and how a zod schema is written there. */
import * as z from "zod";
import { appSchema, createAppSchema, environmentSchema, updateAppSchema } from "@/lib/api/apps";
import { errorSchema } from "@/lib/api/common";
import { meSchema } from "@/lib/api/me";
import { memberSchema } from "@/lib/api/members";
import {
  createRotatingSecretSchema,
  eventSchema,
  mintedCredentialSchema,
  rotatingSecretSchema,
  scheduleSchema,
  updateRotatingSecretSchema,
} from "@/lib/api/rotating-secrets";
import { rotationSchema } from "@/lib/api/rotations";
import { createSecretSchema, secretRowSchema, secretSchema, secretValueSchema } from "@/lib/api/secrets";
import {
  createServiceTokenSchema,
  serviceTokenSchema,
  updateServiceTokenSchema,
} from "@/lib/api/service-tokens";
import {
  createThirdPartyCredentialSchema,
  thirdPartyCredentialSchema,
  updateThirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import {
  createWebhookSchema,
  deliverySchema,
  notificationPayloadSchema,
  webhookSchema,
} from "@/lib/api/webhooks";

/**
 * Each schema describes either requests or responses, because a default makes the two differ. No schema has the name of a
 * global type, such as Error or Event, which it would hide in a generated client.
 */
export const NAMED = {
  App: appSchema,
  CreateApp: createAppSchema,
  CreateRotatingSecret: createRotatingSecretSchema,
  CreateSecret: createSecretSchema,
  CreateServiceToken: createServiceTokenSchema,
  CreateThirdPartyCredential: createThirdPartyCredentialSchema,
  CreateWebhook: createWebhookSchema,
  Credential: mintedCredentialSchema,
  Delivery: deliverySchema,
  Environment: environmentSchema,
  ErrorResponse: errorSchema,
  Me: meSchema,
  Member: memberSchema,
  Notification: notificationPayloadSchema,
  RotatingSecret: rotatingSecretSchema,
  RotationEvent: eventSchema,
  Rotation: rotationSchema,
  Schedule: scheduleSchema,
  Secret: secretSchema,
  SecretRow: secretRowSchema,
  SecretValue: secretValueSchema,
  ServiceToken: serviceTokenSchema,
  ThirdPartyCredential: thirdPartyCredentialSchema,
  UpdateApp: updateAppSchema,
  UpdateRotatingSecret: updateRotatingSecretSchema,
  UpdateServiceToken: updateServiceTokenSchema,
  UpdateThirdPartyCredential: updateThirdPartyCredentialSchema,
  Webhook: webhookSchema,
} as const satisfies Record<string, z.ZodType>;

const ID = "01890000-0000-7000-8000-000000000000";
const NOON = "2026-01-01T12:00:00.000Z";
const NEXT_MONTH = "2026-01-31T12:00:00.000Z";
const CONFIG = { projectId: "proj_abc", nameTemplate: "phase-rs-{id}" };
const INTERVALS = { rotationIntervalSeconds: 2_592_000, revocationDelaySeconds: 864_000 };
const OUTPUTS = { api_key: "OPENAI_API_KEY" };

/** A test parses each with its schema. */
export const EXAMPLES: { [Name in keyof typeof NAMED]?: unknown } = {
  CreateApp: { name: "shop" },
  CreateRotatingSecret: {
    name: "OpenAI prod",
    provider: "openai",
    thirdPartyCredentialId: ID,
    config: CONFIG,
    ...INTERVALS,
    outputs: OUTPUTS,
  },
  CreateSecret: { key: "SMTP_PASSWORD", value: "…" },
  CreateServiceToken: { name: "shop on fly.io", scopes: ["secrets:read"], environmentIds: [ID] },
  ErrorResponse: { error: { code: "not_found", message: "Rotating secret not found.", requestId: ID } },
  RotatingSecret: {
    id: ID,
    name: "OpenAI prod",
    description: "",
    labels: { team: "billing" },
    provider: "openai",
    environmentId: ID,
    thirdPartyCredentialId: ID,
    config: { ...CONFIG, projectName: "Production" },
    ...INTERVALS,
    outputs: OUTPUTS,
    state: "active",
    pauseReason: null,
    health: "healthy",
    lastFailure: null,
    nextRotationAt: NEXT_MONTH,
    rotating: false,
    owed: 0,
    version: 1,
    createdAt: NOON,
    updatedAt: NOON,
  },
  Rotation: {
    id: ID,
    rotatingSecretId: ID,
    reason: "operator",
    state: "succeeded",
    requestedAt: NOON,
    credentialId: ID,
    lastFailure: null,
  },
  SecretValue: { key: "OPENAI_API_KEY", value: "sk-…", version: 3 },
};

const names = z.registry<{ id: string; examples?: unknown[] }>();
for (const [id, schema] of Object.entries(NAMED)) {
  const example = EXAMPLES[id as keyof typeof NAMED];
  names.add(schema, { id, ...(example === undefined ? {} : { examples: [example] }) });
}

type Json = Record<string, unknown>;
type Written = Json & { properties?: Json; required?: string[] };
/** The document's `components.schemas` as written so far. */
export type Found = Map<string, Json>;

/**
 * The schema in the document's form. Named schemas are collected in `found`. Responses may get fields later,
 * so their readers must allow for more.
 */
export function writeSchema(schema: z.ZodType, io: "input" | "output", found: Found): Written {
  const {
    $schema: _dialect,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    metadata: names,
    override: ({ jsonSchema }) => {
      if (io === "output" && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  }) as Written & { $defs?: Record<string, Json> };
  for (const [name, definition] of Object.entries($defs)) found.set(name, moved(definition));
  const own = names.get(schema)?.id;
  if (own === undefined) return moved(root);
  // A schema that another one names appears as a reference to its own definition.
  if (!("$ref" in root)) found.set(own, moved(root));
  return { $ref: `#/components/schemas/${own}` };
}

/**
 * Rewrites references so that they lead to the document's own schemas. Leaves out fields that the API always refuses,
 * because a generated client would have them as fields of any type.
 */
function moved(schema: Json): Json {
  const { id: _name, ...rest } = schema;
  const text = JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text, (_, value: unknown) =>
    JSON.stringify(value) === REFUSED ? undefined : value,
  ) as Json;
}

const REFUSED = JSON.stringify({ not: {} });
