/** What every route and the console share. Client-safe: schemas only. */
import * as z from "zod";
import { ERROR_CODES } from "@/lib/lists/error-codes";

/** OpenAI's word for where a project keeps its data, such as EU_STORAGE_PROCESSING. Left out where that is anywhere. */
export const residencySchema = z.string();

export const idSchema = z.uuid("must be an id (UUID)");
/** The parameters of an address with one id in it. */
export const pathIdSchema = z.object({ id: idSchema });
export const timeSchema = z.iso.datetime();

/**
 * Control characters, line separators, and what is invisible or turns the direction of reading: fillers and blank Braille
 * are letters, and show nothing. What chooses between two looks of a character (emoji have one) stays.
 */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u2800]|(?![\uFE00-\uFE0F])\p{Default_Ignorable_Code_Point}/u;

/** Whether it would read otherwise than it is written. */
export function isUnreadable(text: string): boolean {
  return UNREADABLE.test(text);
}

/** A name typed by a person, or nothing. It appears in logs and lists, where it must read as it is written. */
export const optionalNameSchema = z
  .string()
  .trim()
  .max(100, "At most 100 characters.")
  .refine((name) => !isUnreadable(name), "Use one line without control or invisible characters.");

export const nameSchema = optionalNameSchema.min(1, "Enter a name.");

const MOST_WORDS = 10;

/** Each is looked for in each row: what many of them find is no better. */
export function fewWords<Text extends z.ZodString>(text: Text): Text {
  return text.refine((words) => words.split(/\s+/).length <= MOST_WORDS, `At most ${MOST_WORDS} words.`);
}

/** Values that this version knows; a later one may add to them. */
export function openEnum<const Value extends string>(known: readonly Value[]) {
  return z.union([z.enum(known), z.string()]);
}

export const errorSchema = z.object({
  error: z.object({
    code: openEnum(ERROR_CODES),
    message: z.string(),
    requestId: z.string(),
    /** What the code means, and what to do. */
    docsUrl: z.url().optional(),
    /** The same request may succeed after as many seconds as Retry-After says. */
    retryable: z.boolean().optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

/**
 * A whole number in a query, written one way: decimal digits, without sign, point, exponent or blanks. An empty one is no
 * number.
 */
export function wholeNumber({ min, max }: { min: number; max: number }) {
  const words = `Give a whole number from ${min} to ${max}.`;
  return z.preprocess(
    (text) => (typeof text === "string" && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text),
    z.number(words).int(words).min(min, words).max(max, words),
  );
}

export const pageQuerySchema = z.strictObject({
  cursor: idSchema.optional(),
  limit: wholeNumber({ min: 1, max: 200 }).default(50),
});

/** Of a list that most have less of than a page holds. */
export const listQuerySchema = pageQuerySchema.extend({
  limit: wholeNumber({ min: 1, max: 200 }).default(200),
});

/** Of a list of what has names: `name`, only what is called exactly so. */
export const namedListQuerySchema = listQuerySchema.extend({
  name: z.string().max(1_000, "At most 1000 characters.").optional(),
});

/** The `cursor` of the page that follows; null after the last one. */
export const nextCursorSchema = idSchema.nullable().default(null);
