import type { ServiceToken } from "@/lib/api/service-tokens";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { showToken } from "./show-token";

/** Newest first, without the revoked ones; an expired one stays until it is removed. */
export async function listTokens(ctx: Ctx): Promise<ServiceToken[]> {
  authorise(ctx.actor, "tokens:manage");
  const rows = await ctx.db.serviceToken.findMany({
    where: { organisationId: ctx.actor.organisationId, revokedAt: null },
    orderBy: { id: "desc" },
  });
  return rows.map(showToken);
}
