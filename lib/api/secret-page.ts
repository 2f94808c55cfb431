/** An environment a page at a time, as the console shows it. Client-safe. */
import * as z from "zod";
import { fewWords, wholeNumber } from "./common";
import { rotatingSecretSchema } from "./rotating-secrets";
import { secretRowSchema } from "./secrets";

export const secretPageQuerySchema = z.strictObject({
  /** Each word must occur in a row's key or comment, or in the name of its rotating secret. */
  filter: fewWords(z.string().trim().max(200, "At most 200 characters.")).default(""),
  /** Counts from 0. A number past the end means the last page. */
  page: wholeNumber({ min: 0, max: 1_000_000 }).default(0),
});

export const secretPageSchema = z.object({
  /** The rotating secrets of the page, by name. */
  rotatingSecrets: z.array(rotatingSecretSchema),
  /** The matching outputs and the page's static rows, by key. */
  secrets: z.array(secretRowSchema),
  /** Totals of the environment, regardless of the filter. */
  rows: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type SecretPage = z.infer<typeof secretPageSchema>;
