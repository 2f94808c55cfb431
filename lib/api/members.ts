import * as z from "zod";
import { ENVIRONMENT_ROLES, ROLES } from "@/lib/lists/roles";
import { idSchema, nextCursorSchema, optionalNameSchema, timeSchema } from "./common";
import { emailSchema } from "./setup";

export const roleSchema = z.enum(ROLES);

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
  /** Nobody chooses a password for somebody else: they choose it themselves, by the link in the answer. */
  password: z.never("Leave it out: the answer has a link by which the person chooses a password.").optional(),
});
export type CreateMember = z.input<typeof createMemberSchema>;

export const updateMemberSchema = z
  .strictObject({
    role: roleSchema.optional(),
    environmentRoles: environmentRolesSchema.optional(),
    password: z.never("Leave it out, and make them a link: POST /members/{id}/invitation.").optional(),
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
  /** Without one this person can't sign in: they have not followed their link yet. */
  hasPassword: z.boolean(),
  /** The end of the link by which this person may choose a password; null: there is none. */
  invitationExpiresAt: timeSchema.nullable(),
});
export const memberListSchema = z.object({ members: z.array(memberSchema), nextCursor: nextCursorSchema });
export type Member = z.infer<typeof memberSchema>;

/** A link by which somebody chooses a password: the first one, or in place of one that they lost. */
export const invitationSchema = z.object({
  /** Null where it was e-mailed: then nobody but its reader has it. Shown this once. */
  link: z.string().nullable(),
  expiresAt: timeSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;
export const addedMemberSchema = memberSchema.extend({ invitation: invitationSchema });
