import { rotatingSecretTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import type { EngineCtx } from "../services";
import { removeIn } from "../engine/operate";
import { changeSecret } from "./change";
import { settleNow } from "./settle-now";

/** Revokes what it can immediately. The worker revokes the rest, which stays visible as outstanding. */
export async function deleteRotatingSecret(ctx: EngineCtx, input: { id: string }): Promise<void> {
  const owed = await changeSecret(ctx, input.id, async (unit, secret) => {
    requireMatch(ctx, rotatingSecretTag(secret));
    return await removeIn(unit, ctx, secret);
  });
  await settleNow(ctx, owed);
}
