import * as z from "zod";
import { SCOPES } from "@/lib/access/scopes";
import { idSchema, nameSchema, nextCursorSchema, timeSchema } from "./common";

export const createServiceTokenSchema = z.strictObject({
  name: nameSchema,
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, "Pick at least one scope.")
    .max(SCOPES.length, "Name each scope once."),
  /** Left out: every environment, and those to come. */
  environmentIds: z
    .array(idSchema)
    .min(1, "Name at least one environment, or leave environmentIds out to reach all of them.")
    .max(500, "At most 500 environments.")
    .optional(),
  /** Left out: after 90 days, or when the token that makes it ends. Null: never. */
  expiresAt: timeSchema.nullable().optional(),
});

export const updateServiceTokenSchema = z
  .strictObject({
    name: nameSchema.optional(),
    /** Null: never. */
    expiresAt: timeSchema.nullable().optional(),
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
  createdAt: timeSchema,
  createdBy: z.string(),
  /** Null: made before makers were kept. */
  madeBy: z.object({ kind: z.enum(["user", "token"]), id: idSchema }).nullable(),
  /** The person (user id) with whom it ends, and who bounds what it may do. Null: nobody does. */
  answersTo: idSchema.nullable(),
  /** The owner who let it outlive its maker. */
  keptBy: z.string().nullable(),
  keptAt: timeSchema.nullable(),
  /** Null: it never ends. */
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
  /** The address that last used it. */
  lastUsedFrom: z.string().nullable(),
});
export const createdServiceTokenSchema = serviceTokenSchema.extend({ token: z.string() });
export const serviceTokenListSchema = z.object({
  serviceTokens: z.array(serviceTokenSchema),
  nextCursor: nextCursorSchema,
});
export type ServiceToken = z.infer<typeof serviceTokenSchema>;
