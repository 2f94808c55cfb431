import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { requireOwnerFor } from "@/lib/access/owners";
import { holdMember } from "./find-member";
import { endInvitation } from "./invitation";

/** Withdraws an unused link. */
export async function withdrawInvitation(ctx: Ctx, input: { id: string }): Promise<void> {
  authorise(ctx.actor, "members:manage");
  await ctx.db.$transaction(async (tx) => {
    const { role, user } = await holdMember(tx, ctx, input.id);
    requireOwnerFor(ctx.actor, role);
    if (!(await endInvitation(tx, user.id))) return;
    await recordAudit(tx, ctx, "member.invitation_withdrawn", { id: input.id, name: user.email });
  });
}
