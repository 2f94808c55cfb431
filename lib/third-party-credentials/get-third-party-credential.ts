import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import type { Ctx } from "@/lib/context";
import { findThirdPartyCredential } from "./find";
import { showThirdPartyCredential } from "./show";

export async function getThirdPartyCredential(
  ctx: Ctx,
  input: { id: string },
): Promise<ThirdPartyCredential> {
  return await showThirdPartyCredential(ctx, await findThirdPartyCredential(ctx, input.id, "read"));
}
