import * as z from "zod";
import { idSchema, nameSchema, optionalNameSchema } from "./common";
import { PASSWORD_HINT } from "./password-hint";

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "At most 254 characters.")
  .pipe(z.email("That is not an email."));

/**
 * A password of 128 letters is no longer, however it is spelt. What is longer is refused before it is brought into one spelling,
 * which takes seconds for as many accents as a body holds: their order costs the square of their number.
 */
export const MOST_TYPED = 512;

/** A password as chosen. The server also refuses what is easy to guess. */
export const newPasswordSchema = z
  .string()
  .max(MOST_TYPED, { error: "At most 128 characters.", abort: true })
  // As it is hashed: a letter and its accent count as one, whichever way the system sends them.
  .normalize("NFC")
  .min(8, PASSWORD_HINT)
  .max(128, "At most 128 characters.");

export const setupSchema = z.strictObject({
  /** The one-time code that the terminal printed. */
  code: z.string().trim().min(1, "Type the code that the terminal shows.").max(100),
  email: emailSchema,
  name: optionalNameSchema.default(""),
  password: newPasswordSchema,
  organisationName: nameSchema.default("My organisation"),
});
export type Setup = z.input<typeof setupSchema>;

export const setupStateSchema = z.object({ needed: z.boolean() });
export const setupDoneSchema = z.object({ organisationId: idSchema, userId: idSchema });
