import type { EngineCtx } from "../services";
import type { RotatedSecret } from "@/lib/api/rotations";
import { type ResumeWhen, resumeIn } from "../engine/operate";
import type { Wait } from "../queries/wait-for-rotation";
import { changeSecret } from "./change";
import { withRotation } from "./with-rotation";

/** Resuming a running one changes nothing. */
export async function resumeRotatingSecret(
  ctx: EngineCtx,
  input: { id: string; when?: ResumeWhen | undefined },
  wait?: Wait,
): Promise<RotatedSecret> {
  const rotationId = await changeSecret(ctx, input.id, (unit, secret) =>
    resumeIn(unit, ctx, secret, input.when),
  );
  return await withRotation(ctx, input.id, rotationId, wait);
}
