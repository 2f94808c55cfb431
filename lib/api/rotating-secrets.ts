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
import { envKeySchema } from "./env-key";

/** Longest rotation interval accepted, in seconds: one year. */
const MAX_ROTATION_INTERVAL_SECONDS = 31_536_000;

/** An id that the provider chose: opaque, but it goes into a path. */
const providerIdSchema = z
  .string()
  .trim()
  .min(1, "Pick a project.")
  .max(200)
  .refine((id) => id !== "." && id !== "..", "That is not a project.");

export const nameTemplateSchema = z
  .string()
  .trim()
  .max(200, "At most 200 characters.")
  .superRefine((template, context) => {
    const problem = nameTemplateProblem(template);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });

/** For organizations whose policy wants API keys to end by themselves. OpenAI takes up to one year. */
export const keyLifetimeSchema = z
  .number("Give the key lifetime in whole seconds.")
  .int("Give the key lifetime in whole seconds.")
  .min(1, "The key lifetime must be at least 1 second.")
  .max(MAX_KEY_LIFETIME_SECONDS, "The key lifetime may be at most one year.");

export const configInputSchema = z.strictObject({
  projectId: providerIdSchema,
  nameTemplate: nameTemplateSchema.default(DEFAULT_NAME_TEMPLATE),
  keyLifetimeSeconds: keyLifetimeSchema.nullish(),
});

export const rotationIntervalSchema = z
  .number("Give the interval in whole seconds.")
  .int("Give the interval in whole seconds.")
  .min(1, "The interval must be at least 1 second.")
  .max(MAX_ROTATION_INTERVAL_SECONDS, "The interval may be at most one year.");

export const revocationDelaySchema = z
  .number("Give the delay in whole seconds.")
  .int("Give the delay in whole seconds.")
  .min(0, "The delay can't be negative.");

type OutputShape<Key extends z.ZodType> = {
  [Name in OutputName]: (typeof OUTPUTS)[Name]["required"] extends true ? Key : z.ZodOptional<Key>;
};

function perOutput<Key extends z.ZodType>(key: Key): OutputShape<Key> {
  // Object.fromEntries forgets the names, which are exactly those of the shape.
  return Object.fromEntries(
    OUTPUT_NAMES.map((name) => [name, OUTPUTS[name].required ? key : key.optional()]),
  ) as OutputShape<Key>;
}

export const outputsSchema = z.strictObject(perOutput(envKeySchema)).superRefine((outputs, context) => {
  const seen = new Set<string>();
  for (const [output, key] of Object.entries(outputs)) {
    if (key === undefined) continue;
    if (seen.has(key)) {
      context.addIssue({ code: "custom", path: [output], message: "Each output needs a name of its own." });
    }
    seen.add(key);
  }
});

export const LIFETIME_TOO_SHORT =
  "The key lifetime must be longer than rotation interval and revocation delay together, by an hour at least.";

export const DELAY_TOO_LONG = "The revocation delay must be shorter than the rotation interval.";

export const createRotatingSecretSchema = z
  .strictObject({
    name: nameSchema,
    description: z.string().trim().max(1000, "At most 1000 characters.").default(""),
    provider: z.enum(PROVIDER_NAMES),
    thirdPartyCredentialId: idSchema,
    config: configInputSchema,
    rotationIntervalSeconds: rotationIntervalSchema,
    revocationDelaySeconds: revocationDelaySchema,
    outputs: outputsSchema,
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
  description: z.string().trim().max(1000, "At most 1000 characters.").optional(),
  config: z
    .strictObject({
      projectId: providerIdSchema.optional(),
      nameTemplate: nameTemplateSchema.optional(),
      /** Null: keys without an end again. */
      keyLifetimeSeconds: keyLifetimeSchema.nullish(),
    })
    .optional(),
  thirdPartyCredentialId: idSchema.optional(),
  rotationIntervalSeconds: rotationIntervalSchema.optional(),
  revocationDelaySeconds: revocationDelaySchema.optional(),
  outputs: outputsSchema.optional(),
  /** The version the editor saw; another one answers 409 `stale`. */
  version: z.number().int().optional(),
});
export type UpdateRotatingSecret = z.infer<typeof updateRotatingSecretSchema>;

export const rotateSchema = z.strictObject({ mode: z.enum(["graceful", "break_glass"]).default("graceful") });
export const forgetSchema = z.strictObject({
  reason: z.string().trim().min(3, "Enter a reason of at least 3 characters.").max(500),
});
/** Added to what is left of its revocation delay. */
export const extendSchema = z.strictObject({
  seconds: z
    .number("Give the time in whole seconds.")
    .int("Give the time in whole seconds.")
    .min(1, "Add at least 1 second.")
    .max(MAX_ROTATION_INTERVAL_SECONDS, "Add at most one year."),
});
export const resumeSchema = z.strictObject({ when: z.enum(["now", "keep_schedule"]).optional() });

export const failureSchema = z.object({ at: timeSchema, code: z.enum(FAILURE_CODES), message: z.string() });

export const rotatingSecretSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  provider: z.enum(PROVIDER_NAMES),
  environmentId: idSchema,
  thirdPartyCredentialId: idSchema,
  config: z.object({
    projectId: z.string(),
    projectName: z.string(),
    residency: residencySchema.optional(),
    nameTemplate: z.string(),
    /** Left out where keys have no end. */
    keyLifetimeSeconds: z.number().int().optional(),
  }),
  rotationIntervalSeconds: z.number().int(),
  revocationDelaySeconds: z.number().int(),
  outputs: z.object(perOutput(z.string())),
  state: z.enum(["active", "paused"]),
  pauseReason: z.enum(PAUSE_REASONS).nullable(),
  health: z.enum(HEALTHS),
  lastFailure: failureSchema.nullable(),
  /** When the next mint is due: the schedule, or the next try after a failure. While paused: when it would have been. */
  nextRotationAt: timeSchema,
  /** A mint runs, or was asked for and has not begun. */
  rotating: z.boolean(),
  /** Revocations that the provider has not confirmed although they are due. */
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
  /** When the key ends by itself; null where it does not, or the provider does not say. */
  keyExpiresAt: timeSchema.nullable(),
  /** When a replaced key was last used, as the provider told before the end of its delay; null where that is not known. */
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
/** Times as the events have them: from `since` on, and before `until`. */
export const eventQuerySchema = pageQuerySchema.extend({
  type: z.enum(EVENT_TYPES).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});
export const eventPageSchema = z.object({ events: z.array(eventSchema), nextCursor: idSchema.nullable() });
export type RotationEvent = z.infer<typeof eventSchema>;

/** One coming rotation: when a key is minted, when the one it replaces is revoked. */
export const scheduleSchema = z.object({
  schedule: z.array(z.object({ mintAt: timeSchema, revokeAt: timeSchema.nullable() })),
});
export type Schedule = z.infer<typeof scheduleSchema>;
export const scheduleQuerySchema = z.strictObject({
  count: wholeNumber({ min: 1, max: 100 }).default(5),
});

const dryRunSchema = z.enum(["true", "false"]).default("false");

/** `dryRun` answers what the edit would make of it, and changes nothing. */
export const updateQuerySchema = z.strictObject({ dryRun: dryRunSchema });

/** `dryRun` answers the schedule of `count` rotations and makes nothing. */
export const createQuerySchema = z.strictObject({
  dryRun: dryRunSchema,
  count: wholeNumber({ min: 1, max: 100 }).default(5),
});

/** What an organisation's overview shows: the hundred worst. */
export const overviewSchema = z.object({
  /** Of all rotating secrets, by health. */
  counts: z.object({ healthy: z.number().int(), degraded: z.number().int(), failed: z.number().int() }),
  items: z.array(
    z.object({
      rotatingSecret: rotatingSecretSchema,
      appId: idSchema,
      appName: z.string(),
      environmentName: z.string(),
    }),
  ),
  /** Revocations owed by rotating secrets that were deleted. */
  deletedDebts: z.array(
    z.object({
      rotatingSecretId: idSchema,
      rotatingSecretName: z.string(),
      projectId: z.string(),
      credential: mintedCredentialSchema,
    }),
  ),
  /** The last 30 days in UTC, oldest first: keys that became current, and mints that came to nothing. */
  activity: z.array(z.object({ day: z.iso.date(), rotations: z.number().int(), failures: z.number().int() })),
});
export type Overview = z.infer<typeof overviewSchema>;
