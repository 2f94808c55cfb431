/** A rotation that someone asked for, from the request to its end. */
import * as z from "zod";
import { ROTATION_STATES } from "@/lib/lists/states";
import { idSchema, timeSchema, wholeNumber } from "./common";
import { failureSchema, rotatingSecretSchema } from "./rotating-secrets";

/** Proxies cut off what takes a minute. */
const LONGEST_WAIT_SECONDS = 50;

export const rotationSchema = z.object({
  id: idSchema,
  rotatingSecretId: idSchema,
  /** Why it was asked for. Break-glass outranks the others. */
  reason: z.enum(["first_key", "break_glass", "operator", "resumed"]),
  state: z.enum(ROTATION_STATES),
  requestedAt: timeSchema,
  /** The credential that became current with it; null until then. */
  credentialId: idSchema.nullable(),
  /** Of its last attempt that brought no key. While the state is `pending`, another attempt follows. */
  lastFailure: failureSchema.nullable(),
});
export type Rotation = z.infer<typeof rotationSchema>;

/** A rotating secret and the rotation that was asked for; null where nothing was. */
export const rotatedSecretSchema = z.intersection(
  rotatingSecretSchema,
  z.object({ rotation: rotationSchema.nullable() }),
);
export type RotatedSecret = z.infer<typeof rotatedSecretSchema>;

/** How many seconds the answer may wait for the end of the rotation. */
export const waitSchema = wholeNumber({ min: 0, max: LONGEST_WAIT_SECONDS }).default(0);
export const waitQuerySchema = z.strictObject({ wait: waitSchema });
