import * as z from "zod";
import { ACTIONS } from "@/lib/access/permissions";
import { idSchema, optionalNameSchema } from "./common";
import { roleSchema } from "./members";
import { MOST_TYPED, newPasswordSchema } from "./setup";

/** The caller: a member (`user`, `role`) or a service token (`serviceToken`), and what it may do. */
export const meSchema = z.object({
  organisation: z.object({ id: idSchema, name: z.string() }),
  user: z.object({ id: idSchema, email: z.string(), name: z.string() }).nullable(),
  role: roleSchema.nullable(),
  serviceToken: z
    .object({
      id: idSchema,
      name: z.string(),
      environmentIds: z.array(idSchema),
      /** Empty: every key. */
      keys: z.array(z.string()),
    })
    .nullable(),
  /** In general. */
  actions: z.array(z.enum(ACTIONS)),
  /** Environments in which the permissions differ. */
  environments: z.array(z.object({ id: idSchema, actions: z.array(z.enum(ACTIONS)) })),
});
export type Me = z.infer<typeof meSchema>;

export const updateMeSchema = z
  .strictObject({
    name: optionalNameSchema.optional(),
    /** Changing it ends all other sessions of this member. */
    password: newPasswordSchema.optional(),
    currentPassword: z.string().max(MOST_TYPED).optional(),
  })
  .refine((body) => body.name !== undefined || body.password !== undefined, "Nothing to change.")
  .refine((body) => body.password === undefined || body.currentPassword !== undefined, {
    path: ["currentPassword"],
    message: "Enter your current password.",
  });
export type UpdateMe = z.input<typeof updateMeSchema>;
