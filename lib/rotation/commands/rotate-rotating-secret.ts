import type { EngineCtx } from "../services";
import type { RotatedSecret } from "@/lib/api/rotations";
import { type RotateMode, rotateIn } from "../engine/operate";
import type { Wait } from "../queries/wait-for-rotation";
import { changeSecret } from "./change";
import { withRotation } from "./with-rotation";

/** The worker mints. The response shows the secret as `rotating`, or its state after the rotation. */
export async function rotateRotatingSecret(
  ctx: EngineCtx,
  input: { id: string; mode: RotateMode },
  wait?: Wait,
): Promise<RotatedSecret> {
  const rotationId = await changeSecret(ctx, input.id, (unit, secret) =>
    rotateIn(unit, ctx, secret, input.mode),
  );
  return await withRotation(ctx, input.id, rotationId, wait);
}
