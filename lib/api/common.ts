/** Schemas that all routes and the console share. Client-safe: schemas only. */
import * as z from "zod";
import { ERROR_CODES } from "@/lib/lists/error-codes";

/**
 * OpenAI's name for the place where a project keeps its data, such as EU_STORAGE_PROCESSING. Left out if the
 * place is unrestricted.
 */
export const residencySchema = z.string();

/** In lower case, as in the database: for PostgreSQL, upper case names the same ID, but a comparison of texts says otherwise. */
export const idSchema = z.uuid("must be an id (UUID)").toLowerCase();
/** The parameters of a path with one ID. */
export const pathIdSchema = z.object({ id: idSchema });
export const timeSchema = z.iso.datetime();

/**
 * Control characters, line separators, and characters that are invisible or change the text direction.
 * (Fillers and blank Braille are letters, yet show nothing.) Variation selectors, which emoji use, are
 * allowed.
 */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u2800]|(?![\uFE00-\uFE0F])\p{Default_Ignorable_Code_Point}/u;

/** Whether the text would look different from how it is written. */
export function isUnreadable(text: string): boolean {
  return UNREADABLE.test(text);
}

/** A name typed by a person. Logs and lists show it, so it must read as it is written. */
export const optionalNameSchema = z
  .string()
  .trim()
  .max(100, "At most 100 characters.")
  .refine((name) => !isUnreadable(name), "Use a single line without control or invisible characters.");

export const nameSchema = optionalNameSchema.min(1, "Enter a name.");

const MOST_WORDS = 10;

/** Each word is searched in each row, so their number is limited. */
export function fewWords<Text extends z.ZodString>(text: Text): Text {
  return text.refine((words) => words.split(/\s+/).length <= MOST_WORDS, `At most ${MOST_WORDS} words.`);
}

/** Known values. Later versions may add some. */
export function openEnum<const Value extends string>(known: readonly Value[]) {
  return z.union([z.enum(known), z.string()]);
}

export const errorSchema = z.object({
  error: z.object({
    code: openEnum(ERROR_CODES),
    message: z.string(),
    requestId: z.string(),
    /** The meaning of the code and the fix. */
    docsUrl: z.url().optional(),
    /** The same request may succeed after the number of seconds in Retry-After. */
    retryable: z.boolean().optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

/** A whole number in a query string: decimal digits without sign, point, exponent or spaces. Empty is invalid. */
export function wholeNumber({ min, max }: { min: number; max: number }) {
  const words = `Enter a whole number from ${min} to ${max}.`;
  return z.preprocess(
    (text) => (typeof text === "string" && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text),
    z.number(words).int(words).min(min, words).max(max, words),
  );
}

export const pageQuerySchema = z.strictObject({
  cursor: idSchema.optional(),
  limit: wholeNumber({ min: 1, max: 200 }).default(50),
});

/** For lists that usually fit on one page. */
export const listQuerySchema = pageQuerySchema.extend({
  limit: wholeNumber({ min: 1, max: 200 }).default(200),
});

/** The `cursor` of the next page. Null after the last one. */
export const nextCursorSchema = idSchema.nullable().default(null);
