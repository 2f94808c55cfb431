import type { EngineCtx } from "../services";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { pauseIn } from "../engine/operate";
import { getRotatingSecret } from "../queries/get-rotating-secret";
import { changeSecret } from "./change";

/** Pausing a paused one changes nothing. */
export async function pauseRotatingSecret(ctx: EngineCtx, input: { id: string }): Promise<RotatingSecret> {
  await changeSecret(ctx, input.id, (unit, secret) => pauseIn(unit, ctx, secret));
  return await getRotatingSecret(ctx, input);
}
