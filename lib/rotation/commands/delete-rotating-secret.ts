import { rotatingSecretTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { EngineCtx } from "../services";
import { removeIn } from "../engine/operate";
import { changeSecret } from "./change";
import { settleNow } from "./settle-now";

/** What can be revoked at once is; the rest stays a visible debt of the worker's. */
export async function deleteRotatingSecret(ctx: EngineCtx, input: { id: string }): Promise<void> {
  const owed = await changeSecret(ctx, input.id, async (unit, secret) => {
    requireMatch(ctx, rotatingSecretTag(secret));
    return await removeIn(unit, ctx, secret);
  });
  await settleNow(ctx, owed);
}
