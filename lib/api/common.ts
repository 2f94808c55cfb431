/** What every route and the console share. Client-safe: schemas only. */
import { z } from "zod";

/** OpenAI's word for where a project keeps its data, such as EU_STORAGE_PROCESSING. Left out where that is anywhere. */
export const residencySchema = z.string();

export const idSchema = z.uuid("must be an id (UUID)");
/** The parameters of an address with one id in it. */
export const pathIdSchema = z.object({ id: idSchema });
export const timeSchema = z.iso.datetime();

/** A one-line name typed by a person. */
export const nameSchema = z.string().trim().min(1, "Give it a name.").max(100, "At most 100 characters.");

/** The name of an environment variable. */
export const envKeySchema = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(200, "At most 200 characters.")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "Use letters, digits and _, not starting with a digit.");

export const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

export const pageQuerySchema = z.strictObject({
  cursor: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Of a list that is answered whole unless a `limit` is given. */
export const listQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type ListQuery = z.output<typeof listQuerySchema>;

/** The `cursor` of the page that follows; null after the last one. */
export const nextCursorSchema = idSchema.nullable().default(null);
