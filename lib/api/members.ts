import * as z from "zod";
import { ENVIRONMENT_ROLES, ROLES } from "@/lib/lists/roles";
import { idSchema, nextCursorSchema, optionalNameSchema, timeSchema } from "./common";
import { emailSchema } from "./setup";

export const roleSchema = z.enum(ROLES);

/** Environments in which a developer or viewer has another role, or no access. */
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
  /** Nobody chooses a password for someone else. Members choose it with the link in the response. */
  password: z
    .never("Leave it out. The response has a link with which the member chooses a password.")
    .optional(),
});
export type CreateMember = z.input<typeof createMemberSchema>;

export const updateMemberSchema = z
  .strictObject({
    role: roleSchema.optional(),
    environmentRoles: environmentRolesSchema.optional(),
    password: z.never("Leave it out, and create a link with POST /members/{id}/invitation.").optional(),
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
  /** When the member last used the console. Null: never, or long ago. */
  lastSeenAt: timeSchema.nullable(),
  /** Without a password the member can't sign in. They haven't followed their link yet. */
  hasPassword: z.boolean(),
  /** When the link expires with which the member may choose a password. Null: no link exists. */
  invitationExpiresAt: timeSchema.nullable(),
});
export const memberListSchema = z.object({ members: z.array(memberSchema), nextCursor: nextCursorSchema });
export type Member = z.infer<typeof memberSchema>;

/** A link with which a member chooses their first password, or replaces a lost one. */
export const invitationSchema = z.object({
  /** Null if Phase emailed it, so that only its reader has it. Shown only once. */
  link: z.string().nullable(),
  expiresAt: timeSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;
export const addedMemberSchema = memberSchema.extend({ invitation: invitationSchema });
