import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { authorise } from "@/lib/auth/permissions";
import type { Ctx } from "@/lib/context";
import { showThirdPartyCredential } from "./show";

export async function listThirdPartyCredentials(ctx: Ctx): Promise<ThirdPartyCredential[]> {
  authorise(ctx.actor, "read");
  const rows = await ctx.db.thirdPartyCredential.findMany({
    where: { organisationId: ctx.actor.organisationId, deletedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return await Promise.all(rows.map((row) => showThirdPartyCredential(ctx.db, row)));
}
