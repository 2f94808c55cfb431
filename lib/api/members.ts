import * as z from "zod";
import { idSchema, nextCursorSchema, optionalNameSchema, timeSchema } from "./common";
import { emailSchema, newPasswordSchema } from "./setup";

export const ROLES = ["owner", "admin", "developer", "viewer"] as const;
export const roleSchema = z.enum(ROLES);

export const ENVIRONMENT_ROLES = ["developer", "viewer", "none"] as const;

/** Environments in which a developer or viewer has another role, or sees nothing at all. */
export const environmentRolesSchema = z
  .array(z.strictObject({ environmentId: idSchema, role: z.enum(ENVIRONMENT_ROLES) }))
  .max(500, "At most 500 environments.")
  .refine(
    (list) => new Set(list.map(({ environmentId }) => environmentId)).size === list.length,
    "Name each environment once.",
  );

export const createMemberSchema = z.strictObject({
  email: emailSchema,
  name: optionalNameSchema.default(""),
  role: roleSchema,
  environmentRoles: environmentRolesSchema.default([]),
  /** The first password, handed over by the administrator. */
  password: newPasswordSchema,
});
export type CreateMember = z.input<typeof createMemberSchema>;

export const updateMemberSchema = z
  .strictObject({
    role: roleSchema.optional(),
    environmentRoles: environmentRolesSchema.optional(),
    password: newPasswordSchema.optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Nothing to change.");
export type UpdateMember = z.input<typeof updateMemberSchema>;

export const memberSchema = z.object({
  id: idSchema,
  userId: idSchema,
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  environmentRoles: environmentRolesSchema,
  createdAt: timeSchema,
  /** When this person last used the console; null: never, or not for long. */
  lastSeenAt: timeSchema.nullable(),
});
export const memberListSchema = z.object({ members: z.array(memberSchema), nextCursor: nextCursorSchema });
export type Member = z.infer<typeof memberSchema>;
