import type { ServiceToken } from "@/lib/api/service-tokens";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import { showToken } from "./show-token";

export async function getToken(ctx: Ctx, { id }: { id: string }): Promise<ServiceToken> {
  authorise(ctx.actor, "tokens:manage");
  const row = await ctx.db.serviceToken.findFirst({
    where: { id, organisationId: ctx.actor.organisationId, revokedAt: null },
  });
  if (row === null) throw notFound("service token");
  return showToken(row);
}
