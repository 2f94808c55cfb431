import type { EngineCtx } from "../services";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { type RotateMode, rotateIn } from "../engine/operate";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { changeSecret } from "./change";

/** The worker mints; the answer shows the secret as `rotating`. */
export async function rotateRotatingSecret(
  ctx: EngineCtx,
  input: { id: string; mode: RotateMode },
): Promise<RotatingSecret> {
  await changeSecret(ctx, input.id, (unit, secret) => rotateIn(unit, ctx, secret, input.mode));
  return await getRotatingSecret(ctx, input);
}
