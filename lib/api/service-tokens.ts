import * as z from "zod";
import { SCOPES } from "@/lib/access/scopes";
import { labelsSchema, shownLabelsSchema } from "./labels";
import { idSchema, nameSchema, nextCursorSchema, timeSchema } from "./common";

/** A key, or the beginning of keys: `STRIPE_*`. */
export const tokenKeySchema = z
  .string()
  .trim()
  .max(200, "At most 200 characters.")
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*\*?$/,
    "Enter a key such as OPENAI_API_KEY, or the beginning of keys such as STRIPE_*.",
  );

export const createServiceTokenSchema = z.strictObject({
  name: nameSchema,
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, "Pick at least one scope.")
    .max(SCOPES.length, "Name each scope once."),
  /** Left out: every environment, including future ones. */
  environmentIds: z
    .array(idSchema)
    .min(1, "Name at least one environment, or leave environmentIds out to allow all of them.")
    .max(500, "At most 500 environments.")
    .optional(),
  /** Names of secrets, or prefixes that end with `*`. Left out: every key. */
  keys: z
    .array(tokenKeySchema)
    .min(1, "Name at least one key, or leave keys out to allow all of them.")
    .max(100, "At most 100 keys.")
    .optional(),
  /** Left out: after 90 days, or when the creating token expires. Null: never. */
  expiresAt: timeSchema.nullable().optional(),
  labels: labelsSchema.optional(),
});

export const updateServiceTokenSchema = z
  .strictObject({
    name: nameSchema.optional(),
    /** Null: never. */
    expiresAt: timeSchema.nullable().optional(),
    labels: labelsSchema.optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Nothing to change.");
export type UpdateServiceToken = z.output<typeof updateServiceTokenSchema>;

export const serviceTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  tokenHint: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  /** Empty: every environment. */
  environmentIds: z.array(idSchema),
  /** Empty: every key. */
  keys: z.array(z.string()),
  labels: shownLabelsSchema,
  createdAt: timeSchema,
  createdBy: z.string(),
  /** Null: created before Phase recorded creators. */
  madeBy: z.object({ kind: z.enum(["user", "token"]), id: idSchema }).nullable(),
  /** The user ID with whom the token ends, and whose permissions bound it. Null: nobody's. */
  answersTo: idSchema.nullable(),
  /** The owner who let it outlive its creator. */
  keptBy: z.string().nullable(),
  keptAt: timeSchema.nullable(),
  /** Null: never expires. */
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
  /** The IP address that last used it. */
  lastUsedFrom: z.string().nullable(),
});
export const createdServiceTokenSchema = serviceTokenSchema.extend({ token: z.string() });
export const serviceTokenListSchema = z.object({
  serviceTokens: z.array(serviceTokenSchema),
  nextCursor: nextCursorSchema,
});
export type ServiceToken = z.infer<typeof serviceTokenSchema>;
