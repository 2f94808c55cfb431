/** Responses of next-auth's sign-in endpoints. */
import * as z from "zod";

export const csrfSchema = z.object({ csrfToken: z.string() });
export const signedInSchema = z.object({ url: z.string() });
