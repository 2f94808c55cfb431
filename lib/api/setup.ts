import * as z from "zod";
import { idSchema, nameSchema, optionalNameSchema } from "./common";
import { PASSWORD_HINT } from "./password-hint";

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "At most 254 characters.")
  .pipe(z.email("Enter a valid email."));

/**
 * 128 characters are the limit in every Unicode spelling. Longer text is refused before it is normalised,
 * which takes seconds for a body full of accents: ordering them costs the square of their number.
 */
export const MOST_TYPED = 512;

/** A new password. The server also refuses passwords that are easy to guess. */
export const newPasswordSchema = z
  .string()
  .max(MOST_TYPED, { error: "At most 128 characters.", abort: true })
  // The spelling that is hashed: a letter and its accent count as one character, however the system sends
  // them.
  .normalize("NFC")
  .min(8, PASSWORD_HINT)
  .max(128, "At most 128 characters.");

export const setupSchema = z.strictObject({
  /** The one-time code that the terminal printed. */
  code: z.string().trim().min(1, "Enter the code that the terminal shows.").max(100),
  email: emailSchema,
  name: optionalNameSchema.default(""),
  password: newPasswordSchema,
  organisationName: nameSchema.default("My organisation"),
});
export type Setup = z.input<typeof setupSchema>;

export const setupStateSchema = z.object({ needed: z.boolean() });
export const setupDoneSchema = z.object({ organisationId: idSchema, userId: idSchema });
