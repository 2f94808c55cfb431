import * as z from "zod";
import { idSchema, nextCursorSchema, timeSchema } from "./common";

const sessionSchema = z.object({
  id: idSchema,
  /** The session of this request. */
  current: z.boolean(),
  createdAt: timeSchema,
  lastSeenAt: timeSchema,
  expiresAt: timeSchema,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema), nextCursor: nextCursorSchema });
export type Session = z.infer<typeof sessionSchema>;
