import type * as z from "zod";
import type { serviceTokenListSchema } from "@/lib/api/service-tokens";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { byId, called, cutPage, FIRST_PAGE, requireCursor } from "@/lib/requests/page";
import { showToken } from "./show-token";

/** Newest first, without revoked ones. An expired one stays until it is removed. */
export async function listTokens(
  ctx: Ctx,
  query = FIRST_PAGE,
): Promise<z.output<typeof serviceTokenListSchema>> {
  authorise(ctx.actor, "tokens:manage");
  const { following, sorted } = byId(query, "desc");
  const where = { organisationId: ctx.actor.organisationId, revokedAt: null, ...called(query) };
  await requireCursor(query, (id) => ctx.db.serviceToken.findFirst({ where: { ...where, id } }));
  const rows = await ctx.db.serviceToken.findMany({ where: { ...where, ...following }, ...sorted });
  const { page, nextCursor } = cutPage(rows, query.limit);
  return { serviceTokens: page.map(showToken), nextCursor };
}
