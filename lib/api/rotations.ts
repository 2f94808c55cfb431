/** A requested rotation, from the request to its end. */
import * as z from "zod";
import { ROTATION_STATES } from "@/lib/lists/states";
import { idSchema, timeSchema, wholeNumber } from "./common";
import { failureSchema, rotatingSecretSchema } from "./rotating-secrets";

/** Proxies cut off requests that take a minute. */
const LONGEST_WAIT_SECONDS = 50;

export const rotationSchema = z.object({
  id: idSchema,
  rotatingSecretId: idSchema,
  /** Why it was requested. Break-glass outranks the other reasons. */
  reason: z.enum(["first_key", "break_glass", "operator", "resumed"]),
  state: z.enum(ROTATION_STATES),
  requestedAt: timeSchema,
  /** The credential that became current with this rotation. Null until then. */
  credentialId: idSchema.nullable(),
  /** The failure of its last attempt that created no key. While the state is `pending`, another attempt follows. */
  lastFailure: failureSchema.nullable(),
});
export type Rotation = z.infer<typeof rotationSchema>;

/** A rotating secret and its requested rotation. Null if none was requested. */
export const rotatedSecretSchema = z.intersection(
  rotatingSecretSchema,
  z.object({ rotation: rotationSchema.nullable() }),
);
export type RotatedSecret = z.infer<typeof rotatedSecretSchema>;

/** How many seconds the response may wait for the end of the rotation. */
export const waitSchema = wholeNumber({ min: 0, max: LONGEST_WAIT_SECONDS }).default(0);
export const waitQuerySchema = z.strictObject({ wait: waitSchema });
