import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { endTokensOf } from "@/lib/tokens/end-tokens";
import { holdMember } from "./find-member";
import { requireAnOwner, requireOwnerFor } from "@/lib/access/owners";

/**
 * Removes a member from the organisation, with the tokens they created. If they belong to no other
 * organisation, also deletes their account and sessions.
 */
export async function removeMember(ctx: Ctx, input: { id: string }): Promise<void> {
  authorise(ctx.actor, "members:manage");
  await ctx.db.$transaction(async (tx) => {
    const row = await holdMember(tx, ctx, input.id);
    requireOwnerFor(ctx.actor, row.role);
    const tokensEnded = await endTokensOf(tx, ctx, { userId: row.user.id });
    await tx.member.delete({ where: { id: row.id } });
    await requireAnOwner(tx, ctx.actor.organisationId);
    const memberships = await tx.member.count({ where: { userId: row.user.id } });
    if (memberships === 0) await tx.user.delete({ where: { id: row.user.id } });
    const subject = { id: row.id, name: row.user.email };
    await recordAudit(tx, ctx, "member.removed", subject, { role: row.role, tokensEnded });
  });
}
