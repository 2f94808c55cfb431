import * as z from "zod";
import { newPasswordSchema } from "./setup";

/** The part of the link after `#`, which browsers never send. */
const tokenSchema = z
  .string()
  .min(1, "Open the whole link.")
  .max(200, "Open the link exactly as you received it.");

export const readInvitationSchema = z.strictObject({ token: tokenSchema });

/** The member whose password the link sets. */
export const invitedPersonSchema = z.object({
  email: z.string(),
  name: z.string(),
  organisation: z.string(),
  /** False if it replaces a lost password. */
  isFirst: z.boolean(),
});
export type InvitedPerson = z.infer<typeof invitedPersonSchema>;

export const chosenPasswordSchema = z.strictObject({ password: newPasswordSchema });
export const acceptInvitationSchema = z.strictObject({ token: tokenSchema, ...chosenPasswordSchema.shape });
export type AcceptInvitation = z.input<typeof acceptInvitationSchema>;
export const acceptedInvitationSchema = z.object({ email: z.string() });
