/** OpenAI's responses as Phase relies on them. IDs are opaque, so only their length is checked. Other fields may follow. */
import * as z from "zod";

const id = z.string().min(1);
/** What a listing holds is kept and shown: no ID is nearly as long. The ID of a new account is accepted as it is, so that it can be deleted. */
const listedId = id.max(1_000);
const unixSeconds = z.number().int();

export const projectSchema = z.object({
  id: listedId,
  name: z.string().nullish(),
  status: z.string().nullish(),
  archived_at: unixSeconds.nullish(),
  residency: z.string().nullish(),
});

export const adminKeySchema = z.object({
  id: listedId,
  /** The key's start and end, such as `sk-admin...def`. */
  redacted_value: z.string(),
  expires_at: unixSeconds.nullish(),
});

export const projectKeySchema = z.object({
  id: listedId,
  last_used_at: unixSeconds.nullish(),
  expires_at: unixSeconds.nullish(),
});

export const serviceAccountSchema = z.object({ id: listedId, name: z.string() });

/** Some times more than the largest page that is asked for. */
const MOST_ITEMS = 1_000;

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item).max(MOST_ITEMS),
    has_more: z.boolean().nullish(),
    last_id: z.string().nullish(),
  });
}

export const mintedAccountSchema = z.object({
  id,
  name: z.string(),
  api_key: z.object({ id, value: z.string().min(1), expires_at: unixSeconds.nullish() }),
});

/** The minimum of a mint response with which the account can be found and deleted. */
export const accountIdSchema = z.object({ id });

export const modelListSchema = z.object({ data: z.array(z.unknown()) });

export const deletedSchema = z.object({ id, deleted: z.literal(true) });

/** The text is compared with known ones. Longer text contains nothing new, and searching it would take long. */
const MOST_LETTERS = 2_000;

/** OpenAI's `error`: an object with a text, or a bare string in some 403 responses. */
export const errorBodySchema = z.union([
  z
    .string()
    .min(1)
    .transform((text) => ({ text: text.slice(0, MOST_LETTERS), code: null, param: null, isBare: true })),
  z
    .object({
      message: z.string().min(1),
      type: z.string().nullish(),
      param: z.string().nullish().catch(null),
      code: z.union([z.string(), z.number()]).nullish(),
    })
    .transform(({ message, type, param, code }) => ({
      text: message.slice(0, MOST_LETTERS),
      param: param ?? null,
      code: code == null ? null : String(code),
      // OpenAI documents all four fields as required. Gateways send two of them, or repeat the status as the
      // code.
      isBare: type === undefined || /^\d+$/.test(String(code)),
    })),
]);
