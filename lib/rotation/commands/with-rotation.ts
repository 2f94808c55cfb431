import type { EngineCtx } from "../services";
import type { RotatedSecret } from "@/lib/api/rotations";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { getRotation } from "../queries/get-rotation";
import { type Wait, waitForRotation } from "../queries/wait-for-rotation";

/** The rotating secret with its requested rotation: as it is now, or once the rotation has ended. */
export async function withRotation(
  ctx: EngineCtx,
  id: string,
  rotationId: string | null,
  wait?: Wait,
): Promise<RotatedSecret> {
  const rotation = await rotationOf(ctx, rotationId, wait);
  return { ...(await getRotatingSecret(ctx, { id })), rotation };
}

async function rotationOf(ctx: EngineCtx, id: string | null, wait?: Wait) {
  if (id === null) return null;
  return wait === undefined ? await getRotation(ctx, { id }) : await waitForRotation(ctx, { id }, wait);
}
