import { z } from "zod";
import { idSchema, nameSchema, nextCursorSchema, timeSchema } from "./common";

export const SCOPES = ["secrets:read", "rotation:manage", "credentials:manage", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

export const createServiceTokenSchema = z.strictObject({
  name: nameSchema,
  scopes: z.array(z.enum(SCOPES)).min(1, "Pick at least one scope."),
  environmentIds: z.array(idSchema).optional(),
  expiresAt: timeSchema.optional(),
});

export const serviceTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  tokenHint: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  environmentIds: z.array(idSchema),
  createdAt: timeSchema,
  createdBy: z.string(),
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
});
export const createdServiceTokenSchema = serviceTokenSchema.extend({ token: z.string() });
export const serviceTokenListSchema = z.object({
  serviceTokens: z.array(serviceTokenSchema),
  nextCursor: nextCursorSchema,
});
export type ServiceToken = z.infer<typeof serviceTokenSchema>;
