/** Which service token has which key of a rotating secret. Client-safe. */
import * as z from "zod";
import { idSchema, nextCursorSchema, timeSchema } from "./common";

export const readerSchema = z.object({
  serviceToken: z.object({ id: idSchema, name: z.string() }),
  /** When it last read a key, to the minute. Later requests that found nothing new don't count. */
  readAt: timeSchema,
  /** The minted credential whose key it has. */
  credentialId: idSchema,
  /** The current key, a previous one that still works, or one that doesn't any more. */
  holds: z.enum(["current", "previous", "ended"]),
});
export type Reader = z.infer<typeof readerSchema>;
export const readerListSchema = z.object({ readers: z.array(readerSchema), nextCursor: nextCursorSchema });
