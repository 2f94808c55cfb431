/** The schemas of the settings' forms. */
import * as z from "zod";
import { optionalNameSchema } from "@/lib/api/common";
import { newPasswordSchema } from "@/lib/api/setup";

export const profileSchema = z.object({ name: optionalNameSchema });

export const passwordSchema = z.object({
  currentPassword: z.string().min(1, "Enter your current password."),
  password: newPasswordSchema,
});
