import { z } from "zod";
import { idSchema, nextCursorSchema, optionalNameSchema, timeSchema } from "./common";
import { emailSchema, newPasswordSchema } from "./setup";

export const ROLES = ["owner", "admin", "developer", "viewer"] as const;
export const roleSchema = z.enum(ROLES);

export const createMemberSchema = z.strictObject({
  email: emailSchema,
  name: optionalNameSchema.default(""),
  role: roleSchema,
  /** The first password, handed over by the administrator. */
  password: newPasswordSchema,
});
export type CreateMember = z.input<typeof createMemberSchema>;

export const updateMemberSchema = z
  .strictObject({ role: roleSchema.optional(), password: newPasswordSchema.optional() })
  .refine((body) => body.role !== undefined || body.password !== undefined, "Nothing to change.");
export type UpdateMember = z.input<typeof updateMemberSchema>;

export const memberSchema = z.object({
  id: idSchema,
  userId: idSchema,
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: timeSchema,
  /** When this person last used the console; null: never, or not for long. */
  lastSeenAt: timeSchema.nullable(),
});
export const memberListSchema = z.object({ members: z.array(memberSchema), nextCursor: nextCursorSchema });
export type Member = z.infer<typeof memberSchema>;
