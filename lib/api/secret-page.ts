/** An environment a page at a time, as people look at it. Client-safe. */
import * as z from "zod";
import { fewWords, wholeNumber } from "./common";
import { rotatingSecretSchema } from "./rotating-secrets";
import { secretRowSchema } from "./secrets";

export const secretPageQuerySchema = z.strictObject({
  /** Every word must be in a row's key or comment, or in the name of its rotating secret. */
  filter: fewWords(z.string().trim().max(200, "At most 200 characters.")).default(""),
  /** From 0. One that is not there is the last one. */
  page: wholeNumber({ min: 0, max: 1_000_000 }).default(0),
});

export const secretPageSchema = z.object({
  /** Those of the page, by name. */
  rotatingSecrets: z.array(rotatingSecretSchema),
  /** The outputs of those that match, and the page's static rows by key. */
  secrets: z.array(secretRowSchema),
  /** Of the environment, whatever the filter. */
  rows: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type SecretPage = z.infer<typeof secretPageSchema>;
