import * as z from "zod";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import { MAX_KEY_LIFETIME_SECONDS } from "@/lib/providers/key-lifetime";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { CREDENTIAL_STATUSES, HEALTHS, PAUSE_REASONS } from "@/lib/lists/states";
import { DEFAULT_NAME_TEMPLATE, nameTemplateProblem } from "@/lib/providers/account-names";
import { outlives } from "@/lib/providers/key-lifetime";
import { EVENT_TYPES } from "@/lib/lists/events";
import { OUTPUT_NAMES, type OutputName, OUTPUTS } from "@/lib/lists/outputs";
import {
  idSchema,
  nameSchema,
  nextCursorSchema,
  openEnum,
  pageQuerySchema,
  residencySchema,
  timeSchema,
  wholeNumber,
} from "./common";
import { labelsSchema, shownLabelsSchema } from "./labels";
import { envKeySchema } from "./env-key";

/** Longest rotation interval accepted, in seconds: one year. */
const MAX_ROTATION_INTERVAL_SECONDS = 31_536_000;

/** An ID that the provider chose. It is opaque, but becomes part of a path. */
export const providerIdSchema = z
  .string()
  .trim()
  .min(1, "Pick a project.")
  .max(200)
  .refine((id) => id !== "." && id !== "..", "Not a project ID.");

export const nameTemplateSchema = z
  .string()
  .trim()
  .max(200, "At most 200 characters.")
  .superRefine((template, context) => {
    const problem = nameTemplateProblem(template);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });

/** For OpenAI organisations whose policy requires keys to expire. OpenAI allows up to one year. */
export const keyLifetimeSchema = z
  .number("Enter the key lifetime in whole seconds.")
  .int("Enter the key lifetime in whole seconds.")
  .min(1, "The key lifetime must be at least 1 second.")
  .max(MAX_KEY_LIFETIME_SECONDS, "The key lifetime must be at most 1 year.");

export const configInputSchema = z.strictObject({
  projectId: providerIdSchema,
  nameTemplate: nameTemplateSchema.default(DEFAULT_NAME_TEMPLATE),
  keyLifetimeSeconds: keyLifetimeSchema.nullish(),
});

export const rotationIntervalSchema = z
  .number("Enter the interval in whole seconds.")
  .int("Enter the interval in whole seconds.")
  .min(1, "The interval must be at least 1 second.")
  .max(MAX_ROTATION_INTERVAL_SECONDS, "The interval must be at most 1 year.");

export const revocationDelaySchema = z
  .number("Enter the delay in whole seconds.")
  .int("Enter the delay in whole seconds.")
  .min(0, "The delay can't be negative.");

type OutputShape<Key extends z.ZodType> = {
  [Name in OutputName]: (typeof OUTPUTS)[Name]["required"] extends true ? Key : z.ZodOptional<Key>;
};

function perOutput<Key extends z.ZodType>(key: Key): OutputShape<Key> {
  // Object.fromEntries loses the names, which are exactly those of the shape.
  return Object.fromEntries(
    OUTPUT_NAMES.map((name) => [name, OUTPUTS[name].required ? key : key.optional()]),
  ) as OutputShape<Key>;
}

export const outputsSchema = z.strictObject(perOutput(envKeySchema)).superRefine((outputs, context) => {
  const seen = new Set<string>();
  for (const [output, key] of Object.entries(outputs)) {
    if (key === undefined) continue;
    if (seen.has(key)) {
      context.addIssue({ code: "custom", path: [output], message: "Each output needs a different name." });
    }
    seen.add(key);
  }
});

export const descriptionSchema = z.string().trim().max(1000, "At most 1000 characters.");

export const LIFETIME_TOO_SHORT =
  "The key lifetime must be at least the rotation interval plus the revocation delay plus 1 hour.";

export const DELAY_TOO_LONG = "The revocation delay must be shorter than the rotation interval.";

export const createRotatingSecretSchema = z
  .strictObject({
    name: nameSchema,
    description: descriptionSchema.default(""),
    provider: z.enum(PROVIDER_NAMES),
    thirdPartyCredentialId: idSchema,
    config: configInputSchema,
    rotationIntervalSeconds: rotationIntervalSchema,
    revocationDelaySeconds: revocationDelaySchema,
    outputs: outputsSchema,
    labels: labelsSchema.optional(),
  })
  .superRefine((body, context) => {
    if (body.revocationDelaySeconds >= body.rotationIntervalSeconds) {
      context.addIssue({ code: "custom", path: ["revocationDelaySeconds"], message: DELAY_TOO_LONG });
    }
    if (!outlives(body.config.keyLifetimeSeconds ?? null, body)) {
      context.addIssue({
        code: "custom",
        path: ["config", "keyLifetimeSeconds"],
        message: LIFETIME_TOO_SHORT,
      });
    }
  });
export type CreateRotatingSecret = z.infer<typeof createRotatingSecretSchema>;

export const updateRotatingSecretSchema = z.strictObject({
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  config: z
    .strictObject({
      projectId: providerIdSchema.optional(),
      nameTemplate: nameTemplateSchema.optional(),
      /** Null: keys don't expire again. */
      keyLifetimeSeconds: keyLifetimeSchema.nullish(),
    })
    .optional(),
  thirdPartyCredentialId: idSchema.optional(),
  rotationIntervalSeconds: rotationIntervalSchema.optional(),
  revocationDelaySeconds: revocationDelaySchema.optional(),
  outputs: outputsSchema.optional(),
  labels: labelsSchema.optional(),
  /** The version that the editor saw. Another version returns 409 `stale`. */
  version: z.number().int().optional(),
});
export type UpdateRotatingSecret = z.infer<typeof updateRotatingSecretSchema>;

export const rotateSchema = z.strictObject({ mode: z.enum(["graceful", "break_glass"]).default("graceful") });
export const forgetSchema = z.strictObject({
  reason: z.string().trim().min(3, "Enter a reason of at least 3 characters.").max(500),
});
/** Added to the rest of its revocation delay. */
export const extendSchema = z.strictObject({
  seconds: z
    .number("Enter the time in whole seconds.")
    .int("Enter the time in whole seconds.")
    .min(1, "Add at least 1 second.")
    .max(MAX_ROTATION_INTERVAL_SECONDS, "Add at most 1 year."),
});
export const resumeSchema = z.strictObject({ when: z.enum(["now", "keep_schedule"]).optional() });

export const failureSchema = z.object({ at: timeSchema, code: z.enum(FAILURE_CODES), message: z.string() });

export const rotatingSecretSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  labels: shownLabelsSchema,
  provider: z.enum(PROVIDER_NAMES),
  environmentId: idSchema,
  thirdPartyCredentialId: idSchema,
  config: z.object({
    projectId: z.string(),
    projectName: z.string(),
    residency: residencySchema.optional(),
    nameTemplate: z.string(),
    /** Left out if keys don't expire. */
    keyLifetimeSeconds: z.number().int().optional(),
  }),
  rotationIntervalSeconds: z.number().int(),
  revocationDelaySeconds: z.number().int(),
  outputs: z.object(perOutput(z.string())),
  state: z.enum(["active", "paused"]),
  pauseReason: z.enum(PAUSE_REASONS).nullable(),
  health: z.enum(HEALTHS),
  lastFailure: failureSchema.nullable(),
  /**
   * When the next mint is due: the schedule, or the next attempt after a failure. While paused: when it would
   * have been due.
   */
  nextRotationAt: timeSchema,
  /** A mint is running, or was requested and hasn't begun. */
  rotating: z.boolean(),
  /** Revocations that are due but not confirmed by the provider. */
  owed: z.number().int(),
  version: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export const rotatingSecretListSchema = z.object({
  rotatingSecrets: z.array(rotatingSecretSchema),
  nextCursor: nextCursorSchema,
});
export type RotatingSecret = z.infer<typeof rotatingSecretSchema>;

export const mintedCredentialSchema = z.object({
  id: idSchema,
  status: z.enum(CREDENTIAL_STATUSES),
  serviceAccountId: z.string().nullable(),
  serviceAccountName: z.string(),
  keyId: z.string().nullable(),
  mintedAt: timeSchema.nullable(),
  exposedAt: timeSchema.nullable(),
  replacedAt: timeSchema.nullable(),
  revokeAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  /** When the key expires. Null if it doesn't, or if the provider doesn't say. */
  keyExpiresAt: timeSchema.nullable(),
  /** When a previous key was last used, as the provider reported before the end of its delay. Null if unknown. */
  lastUsedAt: timeSchema.nullable(),
  failureCount: z.number().int(),
  lastFailure: failureSchema.nullable(),
});
export const mintedCredentialListSchema = z.object({
  credentials: z.array(mintedCredentialSchema),
  nextCursor: idSchema.nullable(),
});
export const mintedCredentialsQuerySchema = z.strictObject({
  cursor: idSchema.optional(),
  limit: wholeNumber({ min: 1, max: 500 }).default(500),
});
export type MintedCredential = z.infer<typeof mintedCredentialSchema>;

export const eventSchema = z.object({
  id: idSchema,
  at: timeSchema,
  type: openEnum(EVENT_TYPES),
  /** `user:<email>`, `token:<name>` or `system:<job>`. */
  actor: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  credentialId: idSchema.nullable(),
  detail: z.record(z.string(), z.unknown()),
});
/** Times of events: from `since` on, and before `until`. */
export const eventQuerySchema = pageQuerySchema.extend({
  type: z.enum(EVENT_TYPES).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});
export const eventPageSchema = z.object({ events: z.array(eventSchema), nextCursor: idSchema.nullable() });
export type RotationEvent = z.infer<typeof eventSchema>;

/** A future rotation: when a key is minted, and when the key it replaces is revoked. */
export const scheduleSchema = z.object({
  schedule: z.array(z.object({ mintAt: timeSchema, revokeAt: timeSchema.nullable() })),
});
export type Schedule = z.infer<typeof scheduleSchema>;
export const scheduleQuerySchema = z.strictObject({
  count: wholeNumber({ min: 1, max: 100 }).default(5),
});

const dryRunSchema = z.enum(["true", "false"]).default("false");

/** `dryRun` returns the result of the edit, and changes nothing. */
export const updateQuerySchema = z.strictObject({ dryRun: dryRunSchema });

/** `dryRun` returns the schedule of `count` rotations and creates nothing. */
export const createQuerySchema = z.strictObject({
  dryRun: dryRunSchema,
  count: wholeNumber({ min: 1, max: 100 }).default(5),
});

/** What an organisation's overview shows: the worst hundred. */
export const overviewSchema = z.object({
  /** Counts all rotating secrets by health. */
  counts: z.object({ healthy: z.number().int(), degraded: z.number().int(), failed: z.number().int() }),
  items: z.array(
    z.object({
      rotatingSecret: rotatingSecretSchema,
      appId: idSchema,
      appName: z.string(),
      environmentName: z.string(),
    }),
  ),
  /** Outstanding revocations of deleted rotating secrets. */
  deletedDebts: z.array(
    z.object({
      rotatingSecretId: idSchema,
      rotatingSecretName: z.string(),
      projectId: z.string(),
      credential: mintedCredentialSchema,
    }),
  ),
  /** The last 30 days in UTC, oldest first: keys that became current, and mints that failed. */
  activity: z.array(z.object({ day: z.iso.date(), rotations: z.number().int(), failures: z.number().int() })),
});
export type Overview = z.infer<typeof overviewSchema>;
