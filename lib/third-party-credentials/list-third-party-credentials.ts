import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { authorise } from "@/lib/auth/permissions";
import { seenCredentials } from "@/lib/auth/reach";
import type { Ctx } from "@/lib/context";
import { showThirdPartyCredential } from "./show";

export async function listThirdPartyCredentials(ctx: Ctx): Promise<ThirdPartyCredential[]> {
  authorise(ctx.actor, "read");
  const seen = await seenCredentials(ctx.db, ctx.actor);
  const rows = await ctx.db.thirdPartyCredential.findMany({
    where: { organisationId: ctx.actor.organisationId, deletedAt: null, ...seen },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return await Promise.all(rows.map((row) => showThirdPartyCredential(ctx, row)));
}
