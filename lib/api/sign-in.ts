/** What the sign-in endpoints of next-auth answer. */
import * as z from "zod";

export const csrfSchema = z.object({ csrfToken: z.string() });
export const signedInSchema = z.object({ url: z.string() });
