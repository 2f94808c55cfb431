import type * as z from "zod";
import type { memberListSchema } from "@/lib/api/members";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { byId, cutPage, FIRST_PAGE, requireCursor } from "@/lib/requests/page";
import { MEMBER_COLUMNS, showMember } from "./show-member";

/** In the order of joining. */
export async function listMembers(ctx: Ctx, query = FIRST_PAGE): Promise<z.output<typeof memberListSchema>> {
  authorise(ctx.actor, "members:read");
  const { following, sorted } = byId(query, "asc");
  const where = { organisationId: ctx.actor.organisationId };
  await requireCursor(query, (id) => ctx.db.member.findFirst({ where: { ...where, id } }));
  const rows = await ctx.db.member.findMany({
    where: { ...where, ...following },
    select: MEMBER_COLUMNS,
    ...sorted,
  });
  const { page, nextCursor } = cutPage(rows, query.limit);
  return { members: page.map(showMember), nextCursor };
}
