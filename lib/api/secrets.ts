import * as z from "zod";
import { problemWords, readDotenv } from "@/lib/formats/read-dotenv";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { fewWords, idSchema, listQuerySchema, nextCursorSchema, timeSchema, wholeNumber } from "./common";
import { envKeySchema } from "./env-key";

const valueSchema = z.string().max(65_536, "At most 64 KiB.");
const commentSchema = z.string().trim().max(1000, "At most 1000 characters.");

export const createSecretSchema = z.strictObject({
  key: envKeySchema,
  value: valueSchema,
  comment: commentSchema.default(""),
});

export const updateSecretSchema = z
  .strictObject({
    key: envKeySchema.optional(),
    value: valueSchema.optional(),
    comment: commentSchema.optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Nothing to change.");

/** A row of an environment without its value: what the console lists. */
export const secretRowSchema = z.object({
  id: idSchema,
  key: z.string(),
  comment: z.string(),
  lifecycle: z.enum(["static", "rotating"]),
  rotatingSecretId: idSchema.nullable(),
  output: z.enum(OUTPUT_NAMES).nullable(),
  version: z.number().int(),
  updatedAt: timeSchema,
});
/** `keys`: only these rows, comma-separated. */
export const secretRowsQuerySchema = listQuerySchema.extend({
  keys: z
    .string()
    .max(8_000)
    .transform((keys) => keys.split(","))
    .optional(),
});
export const secretRowListSchema = z.object({
  secrets: z.array(secretRowSchema),
  nextCursor: nextCursorSchema,
});
export type SecretRow = z.infer<typeof secretRowSchema>;

/** A row with its value: `GET /environments/{id}/secrets`. */
export const secretSchema = secretRowSchema.extend({ value: z.string() });
export const secretListSchema = z.object({ secrets: z.array(secretSchema) });

/** `GET /environments/{id}/secrets/{key}` */
export const secretKeyPathSchema = z.object({
  id: idSchema,
  key: z
    .string()
    .max(200)
    .regex(/^[\w-]+$/),
});
export const secretValueSchema = secretSchema.pick({ key: true, value: true, version: true });

export const revealedSecretSchema = z.object({ id: idSchema, key: z.string(), value: z.string() });

/** Formats other than `json` return text as `formatValues` writes it. `env` is `dotenv`. */
export const readSecretsQuerySchema = z.strictObject({
  format: z.enum(["json", "env", "shell", "docker"]).default("json"),
});

const MAX_KEYS = 1_000;

/** A .env text in which every line counts. A line that readers skip or read differently is refused with its number. */
const dotenvTextSchema = z
  .string()
  .max(262_144, "At most 256 KiB.")
  .superRefine((text, context) => {
    const { entries, problem } = readDotenv(text);
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (problem !== null) return refuse(problemWords(problem));
    if (entries.length === 0) return refuse("No KEY=value line found.");
    if (entries.length > MAX_KEYS) return refuse(`At most ${MAX_KEYS} keys at a time.`);
    for (const { line, key, value } of entries) {
      const issue = createSecretSchema.safeParse({ key, value }).error?.issues[0];
      if (issue !== undefined) return refuse(`Line ${line}, ${key}: ${issue.message}`);
    }
  });

export const importSecretsSchema = z.strictObject({
  /** A .env text. */
  text: dotenvTextSchema,
  /** What happens to an existing static secret. */
  onConflict: z.enum(["skip", "replace"]).default("skip"),
});

/** Keys by result. Rows of rotating secrets are always skipped. */
export const importedSecretsSchema = z.object({
  created: z.array(z.string()),
  updated: z.array(z.string()),
  skipped: z.array(z.string()),
});

/** Each word must occur in the key, the first 250 characters of the comment, or the name of the environment or app. */
export const findSecretsQuerySchema = z.strictObject({
  search: fewWords(z.string().trim().min(1, "Enter a search term.").max(200, "At most 200 characters.")),
  limit: wholeNumber({ min: 1, max: 50 }).default(20),
});

/** Rows of all environments, without values. */
export const foundSecretsSchema = z.object({
  secrets: z.array(
    secretRowSchema.extend({ environmentId: idSchema, environmentName: z.string(), appName: z.string() }),
  ),
});
