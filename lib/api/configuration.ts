/**
 * The configuration as a file: its schema, from which the JSON Schema for editors is made, and what the API
 * takes and returns.
 */
import * as z from "zod";
import { SCOPES } from "@/lib/access/scopes";
import { SPAN, spanSeconds } from "@/lib/formats/span";
import { VARIABLE_NAME } from "@/lib/formats/variable-name";
import { CONFIGURATION_KINDS, type ConfigurationKind } from "@/lib/lists/configuration-kinds";
import { NOTIFICATION_TYPES } from "@/lib/lists/notification-types";
import { DEFAULT_NAME_TEMPLATE } from "@/lib/providers/account-names";
import { outlives } from "@/lib/providers/key-lifetime";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { nameSchema, timeSchema } from "./common";
import { labelsSchema } from "./labels";
import {
  DELAY_TOO_LONG,
  descriptionSchema,
  keyLifetimeSchema,
  LIFETIME_TOO_SHORT,
  nameTemplateSchema,
  outputsSchema,
  providerIdSchema,
  revocationDelaySchema,
  rotationIntervalSchema,
} from "./rotating-secrets";
import { tokenKeySchema } from "./service-tokens";
import { WEBHOOK_FORMATS, webhookUrlSchema } from "./webhooks";

/** Enough for several hundred rotating secrets. Parsing takes about a microsecond per character, and more for nonsense. */
const MOST_FILE_CHARACTERS = 262_144;

const SPAN_WORDS = "Use whole seconds, or a time such as 90s, 15m, 12h or 30d.";
const spanSchema = z
  .union([z.number().int().min(0).max(999_999_999), z.string().regex(SPAN, SPAN_WORDS)], SPAN_WORDS)
  .describe("Whole seconds, or a number with a unit: 90s, 15m, 12h, 30d.")
  .transform((span) => (typeof span === "number" ? span : spanSeconds(span)));

/** The same message for every problem, because the file may contain the text itself in place of a reference. */
const REFERENCE = "Write {env: NAME} or {file: PATH}, from which `phase apply` reads it.";

/** Where the command line reads a text that must not be in the file. */
const referenceSchema = z
  .union(
    [
      z.strictObject({ env: z.string().max(200).regex(VARIABLE_NAME, REFERENCE) }),
      z.strictObject({ file: z.string().min(1).max(1_000) }),
    ],
    `The file must not contain the value itself. ${REFERENCE}`,
  )
  .describe(
    "A variable or file from which `phase apply` reads the value. The value itself is never in the configuration file.",
  );

export type Reference = z.infer<typeof referenceSchema>;

const placesSchema = (what: string) =>
  z
    .array(z.string().min(3).max(201))
    .min(1, "Name at least one, or leave it out for all.")
    .max(500)
    .describe(what);

const labels = labelsSchema.default({}).describe("Left out: none.");

const rotatingSecretSchema = z
  .strictObject({
    labels,
    description: descriptionSchema.default(""),
    thirdPartyCredential: nameSchema.describe("Name of the third-party credential that mints its keys."),
    project: providerIdSchema.describe("ID or name of the provider's project."),
    rotationInterval: spanSchema.pipe(rotationIntervalSchema),
    revocationDelay: spanSchema.pipe(revocationDelaySchema),
    nameTemplate: nameTemplateSchema.default(DEFAULT_NAME_TEMPLATE),
    keyLifetime: spanSchema
      .pipe(keyLifetimeSchema)
      .optional()
      .describe("For OpenAI organisations that require keys to expire."),
    outputs: outputsSchema.describe("The keys under which programs read its values."),
    paused: z.boolean().optional().describe("Left out: `phase apply` neither pauses nor resumes it."),
  })
  .superRefine((secret, context) => {
    const { rotationInterval, revocationDelay, keyLifetime = null } = secret;
    if (revocationDelay >= rotationInterval)
      context.addIssue({ code: "custom", path: ["revocationDelay"], message: DELAY_TOO_LONG });
    const cadence = { rotationIntervalSeconds: rotationInterval, revocationDelaySeconds: revocationDelay };
    if (!outlives(keyLifetime, cadence))
      context.addIssue({ code: "custom", path: ["keyLifetime"], message: LIFETIME_TOO_SHORT });
  });

const environmentSchema = z
  .strictObject({
    labels,
    rotatingSecrets: z
      .record(nameSchema, rotatingSecretSchema)
      .optional()
      .describe("By name. Left out: `phase apply` leaves the environment's rotating secrets alone."),
  })
  .nullable();

const appSchema = z
  .strictObject({
    labels,
    environments: z
      .record(nameSchema, environmentSchema)
      .optional()
      .describe("By name, in display order. Left out: a new app gets Development, Staging and Production."),
  })
  .nullable();

const thirdPartyCredentialSchema = z.strictObject({
  labels,
  provider: z.enum(PROVIDER_NAMES).default("openai"),
  adminApiKey: referenceSchema,
  environments: placesSchema("The environments in which it may be used, as app/environment.").optional(),
  projects: z
    .array(z.string().trim().min(1).max(200))
    .min(1, "Name at least one, or leave it out for all.")
    .max(500)
    .optional()
    .describe("IDs of the provider's projects in which it may create keys."),
});

const serviceTokenSchema = z.strictObject({
  labels,
  scopes: z.array(z.enum(SCOPES)).min(1, "Pick at least one scope.").max(SCOPES.length),
  environments: placesSchema(
    "The environments that it reaches, as app/environment. Left out: all.",
  ).optional(),
  keys: z
    .array(tokenKeySchema)
    .min(1, "Name at least one key, or leave it out for all.")
    .max(100, "At most 100 keys.")
    .optional()
    .describe("Names of secrets, or prefixes that end with *. Left out: every key."),
  expiresAt: z
    .union([timeSchema, z.literal("never")], "Use a time such as 2027-01-31T00:00:00Z, or never.")
    .optional()
    .describe("Left out: a new token expires after 90 days, and an existing one keeps its expiry."),
});

const webhookSchema = z.strictObject({
  labels,
  url: z.union(
    [webhookUrlSchema, referenceSchema],
    `Use an http or https URL. If it is secret, ${REFERENCE}`,
  ),
  format: z.enum(WEBHOOK_FORMATS).default("standard"),
  types: z
    .array(z.enum(NOTIFICATION_TYPES))
    .max(NOTIFICATION_TYPES.length)
    .default([])
    .describe("Empty: every type, including future ones."),
  enabled: z.boolean().default(true),
});

/** A section without a value is refused, because an empty section means that nothing should exist. */
function section<Item extends z.ZodType>(item: Item) {
  return z.record(nameSchema, item, "List the items of this section. Write {} if there are none.").optional();
}

/** Each section that is left out stays as it is. */
export const configurationSchema = z
  .strictObject(
    {
      version: z.literal(1, "Write version: 1."),
      thirdPartyCredentials: section(thirdPartyCredentialSchema),
      apps: section(appSchema),
      serviceTokens: section(serviceTokenSchema),
      webhooks: section(webhookSchema),
    },
    "Write a map that begins with version: 1.",
  )
  .describe("The configuration of Phase Rotating Secrets, for `phase apply`.");
export type Configuration = z.output<typeof configurationSchema>;
export type DesiredRotatingSecret = z.output<typeof rotatingSecretSchema>;
export type DesiredCredential = z.output<typeof thirdPartyCredentialSchema>;
export type DesiredServiceToken = z.output<typeof serviceTokenSchema>;
export type DesiredWebhook = z.output<typeof webhookSchema>;

/** The JSON Schema of the file, for editors. */
export function configurationJsonSchema() {
  return z.toJSONSchema(configurationSchema, { io: "input", unrepresentable: "any" });
}

export const stepSchema = z.object({
  action: z.enum(["create", "change", "delete"]),
  // The cast is safe, because a literal object has exactly the keys of its type.
  kind: z.enum(Object.keys(CONFIGURATION_KINDS) as ConfigurationKind[]),
  /** The item's name. It includes the app and environment, as in `shop/Production/OpenAI`. */
  name: z.string(),
  /** Null before: it is created. Null after: the field is removed. A secret value appears as `(hidden)`. */
  changes: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  /** What else happens, in words. */
  effect: z.string().nullable(),
  /** The response to this step contains a text that is never shown again. */
  showsText: z.boolean(),
});
export type ShownStep = z.infer<typeof stepSchema>;

export const applySchema = z.strictObject({
  /** The file's YAML text. */
  file: z.string().max(MOST_FILE_CHARACTERS, "At most 256 KiB."),
  /** The values that the plan needs, by reference: `env:NAME` or `file:PATH`. */
  values: z.record(z.string().max(1_010), z.string().max(2_000, "At most 2,000 characters.")).default({}),
  /** Also compare the texts of references for what exists, and replace those that differ. */
  replaceKeys: z.boolean().default(false),
  /** Delete what the file's sections leave out. */
  prune: z.boolean().default(false),
  /** The digest of the plan to apply. If it has changed since, the response is 409 `stale`. */
  plan: z.string().max(100).optional(),
});

export const planSchema = z.object({
  /** The digest of the steps. */
  plan: z.string(),
  /** What is left to do. */
  steps: z.array(stepSchema),
  /** References whose texts the steps need. */
  needed: z.array(z.string()),
  /** What this request did, in order. `text`: a new service token or signing secret, shown only here. */
  applied: z.array(stepSchema.extend({ text: z.string().nullable() })),
});
export type Plan = z.infer<typeof planSchema>;

/** `dryRun` returns the plan and changes nothing. */
export const applyQuerySchema = z.strictObject({ dryRun: z.enum(["true", "false"]).default("false") });
