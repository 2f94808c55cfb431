import type { Member } from "@/lib/api/members";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { MEMBER_COLUMNS, showMember } from "./show-member";

export async function listMembers(ctx: Ctx): Promise<Member[]> {
  authorise(ctx.actor, "members:read");
  const rows = await ctx.db.member.findMany({
    where: { organisationId: ctx.actor.organisationId },
    select: MEMBER_COLUMNS,
    orderBy: { createdAt: "asc" },
  });
  return rows.map(showMember);
}
