import type { EngineCtx } from "@/lib/rotation/services";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { findThirdPartyCredential } from "./find";
import { showWithUses } from "./show";

export async function getThirdPartyCredential(
  ctx: EngineCtx,
  input: { id: string },
): Promise<ThirdPartyCredential> {
  return await showWithUses(ctx, await findThirdPartyCredential(ctx, input.id, "read"));
}
