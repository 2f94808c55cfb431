import type * as z from "zod";
import type { Member, updateMemberSchema } from "@/lib/api/members";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import { changesBetween } from "@/lib/audit-log/changes";
import type { Ctx } from "@/lib/access/context";
import { checkEnvironmentRoles } from "./check-environment-roles";
import { environmentRolesOf, environmentRolesText } from "@/lib/auth/environment-roles";
import { holdMember } from "./find-member";
import { requireAnOwner, requireEndless, requireOwnerFor } from "@/lib/access/owners";
import { endInvitation } from "./invitation";
import { MEMBER_COLUMNS, showMember } from "./show-member";

/** Changes a member's role, from their next request. */
export async function updateMember(
  ctx: Ctx,
  input: z.output<typeof updateMemberSchema> & { id: string },
): Promise<Member> {
  authorise(ctx.actor, "members:manage");
  requireEndless(ctx.actor);
  const { id, role, environmentRoles } = input;
  return await ctx.db.$transaction(async (tx) => {
    const before = await holdMember(tx, ctx, id);
    requireOwnerFor(ctx.actor, before.role, role);
    const to = role ?? before.role;
    if (environmentRoles !== undefined) await checkEnvironmentRoles(ctx, to, environmentRoles);
    const kept = environmentRolesOf({ role: to, environmentRoles: before.environmentRoles });
    const inEnvironments = environmentRoles ?? kept;
    const subject = { id, name: before.user.email };
    if (role !== undefined || environmentRoles !== undefined) {
      await tx.member.update({ where: { id }, data: { role: to, environmentRoles: inEnvironments } });
      await requireAnOwner(tx, ctx.actor.organisationId);
      const rolesOf = (environments: Parameters<typeof environmentRolesText>[0]) =>
        environmentRolesText(environments) || null;
      const changes = changesBetween(
        { role: before.role, environmentRoles: rolesOf(environmentRolesOf(before)) },
        { role: to, environmentRoles: rolesOf(inEnvironments) },
      );
      await recordAudit(tx, ctx, "member.role_changed", subject, { changes });
    }
    // The creator of the link need not be an owner, but the person who follows it would be.
    if (role === "owner" && before.role !== "owner") await endInvitation(tx, before.user.id);
    return showMember(await tx.member.findUniqueOrThrow({ where: { id }, select: MEMBER_COLUMNS }));
  });
}
