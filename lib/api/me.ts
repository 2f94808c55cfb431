import * as z from "zod";
import { ACTIONS } from "@/lib/access/permissions";
import { idSchema, optionalNameSchema } from "./common";
import { roleSchema } from "./members";
import { MOST_TYPED, newPasswordSchema } from "./setup";

/** Who asks: a person (`user`, `role`) or a service token (`serviceToken`), and what they may do. */
export const meSchema = z.object({
  organisation: z.object({ id: idSchema, name: z.string() }),
  user: z.object({ id: idSchema, email: z.string(), name: z.string() }).nullable(),
  role: roleSchema.nullable(),
  serviceToken: z.object({ id: idSchema, name: z.string(), environmentIds: z.array(idSchema) }).nullable(),
  /** As a rule. */
  actions: z.array(z.enum(ACTIONS)),
  /** Environments in which that is otherwise. */
  environments: z.array(z.object({ id: idSchema, actions: z.array(z.enum(ACTIONS)) })),
});
export type Me = z.infer<typeof meSchema>;

export const updateMeSchema = z
  .strictObject({
    name: optionalNameSchema.optional(),
    /** Changing it ends every other session of this person. */
    password: newPasswordSchema.optional(),
    currentPassword: z.string().max(MOST_TYPED).optional(),
  })
  .refine((body) => body.name !== undefined || body.password !== undefined, "Nothing to change.")
  .refine((body) => body.password === undefined || body.currentPassword !== undefined, {
    path: ["currentPassword"],
    message: "Type your current password.",
  });
export type UpdateMe = z.input<typeof updateMeSchema>;
