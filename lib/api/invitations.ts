import * as z from "zod";
import { newPasswordSchema } from "./setup";

/** What the link holds after its `#`, which browsers send to nobody. */
const tokenSchema = z.string().min(1, "Open the whole link.").max(200, "Open the link as you got it.");

export const readInvitationSchema = z.strictObject({ token: tokenSchema });

/** Whose password the link sets. */
export const invitedPersonSchema = z.object({
  email: z.string(),
  name: z.string(),
  organisation: z.string(),
  /** False where it takes the place of one that was lost. */
  isFirst: z.boolean(),
});
export type InvitedPerson = z.infer<typeof invitedPersonSchema>;

export const chosenPasswordSchema = z.strictObject({ password: newPasswordSchema });
export const acceptInvitationSchema = z.strictObject({ token: tokenSchema, ...chosenPasswordSchema.shape });
export type AcceptInvitation = z.input<typeof acceptInvitationSchema>;
export const acceptedInvitationSchema = z.object({ email: z.string() });
