import type { EngineCtx } from "../services";
import { removeIn } from "../engine/operate";
import { changeSecret } from "./change";
import { settleNow } from "./settle-now";

/** What can be revoked at once is; the rest stays a visible debt of the worker's. */
export async function deleteRotatingSecret(ctx: EngineCtx, input: { id: string }): Promise<void> {
  const owed = await changeSecret(ctx, input.id, (unit, secret) => removeIn(unit, ctx, secret));
  await settleNow(ctx, owed);
}
