import type { Member } from "@/lib/api/members";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { findMember } from "./find-member";
import { showMember } from "./show-member";

export async function getMember(ctx: Ctx, { id }: { id: string }): Promise<Member> {
  authorise(ctx.actor, "members:read");
  return showMember(await findMember(ctx.db, ctx, id));
}
