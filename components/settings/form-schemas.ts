/** What the forms of the settings take. */
import * as z from "zod";
import { optionalNameSchema } from "@/lib/api/common";
import { newPasswordSchema } from "@/lib/api/setup";

export const profileSchema = z.object({ name: optionalNameSchema });

export const passwordSchema = z.object({
  currentPassword: z.string().min(1, "Type your current password."),
  password: newPasswordSchema,
});
