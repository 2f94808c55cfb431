import type { EngineCtx } from "@/lib/rotation/services";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { authorise } from "@/lib/access/permissions";
import { seenCredentials } from "@/lib/access/reach-in-sql";
import { showThirdPartyCredential } from "./show";

export async function listThirdPartyCredentials(ctx: EngineCtx): Promise<ThirdPartyCredential[]> {
  authorise(ctx.actor, "read");
  const seen = await seenCredentials(ctx.db, ctx.actor);
  const rows = await ctx.db.thirdPartyCredential.findMany({
    where: { organisationId: ctx.actor.organisationId, deletedAt: null, ...seen },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return await Promise.all(rows.map((row) => showThirdPartyCredential(ctx, row)));
}
