import type * as z from "zod";
import type { Member, updateMemberSchema } from "@/lib/api/members";
import { recordAudit } from "@/lib/audit";
import { hashPassword, refuseWeakPassword } from "@/lib/auth/password";
import { authorise } from "@/lib/access/permissions";
import { endSessions } from "@/lib/auth/session";
import { changesBetween } from "@/lib/changes";
import type { Ctx } from "@/lib/access/context";
import { checkEnvironmentRoles } from "./check-environment-roles";
import { environmentRolesOf, environmentRolesText } from "@/lib/auth/environment-roles";
import { findMember } from "./find-member";
import { requireAnOwner, requireEndless, requireOwnerFor } from "@/lib/access/owners";
import { MEMBER_COLUMNS, showMember } from "./show-member";

/** Another role, from their next request on; or a new password for someone who lost theirs, which signs them out. */
export async function updateMember(
  ctx: Ctx,
  input: z.output<typeof updateMemberSchema> & { id: string },
): Promise<Member> {
  authorise(ctx.actor, "members:manage");
  requireEndless(ctx.actor);
  const { id, role, environmentRoles, password } = input;
  const before = await findMember(ctx.db, ctx, id);
  requireOwnerFor(ctx.actor, before.role, role);
  const to = role ?? before.role;
  if (environmentRoles !== undefined) await checkEnvironmentRoles(ctx, to, environmentRoles);
  const kept = environmentRolesOf({ role: to, environmentRoles: before.environmentRoles });
  const inEnvironments = environmentRoles ?? kept;
  if (password !== undefined) refuseWeakPassword(password, before.user.email);
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return await ctx.db.$transaction(async (tx) => {
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
    if (passwordHash !== undefined) {
      await tx.user.update({ where: { id: before.user.id }, data: { passwordHash } });
      const ended = await endSessions(tx, before.user.id);
      await recordAudit(tx, ctx, "member.password_reset", subject, { sessionsEnded: ended });
    }
    return showMember(await tx.member.findUniqueOrThrow({ where: { id }, select: MEMBER_COLUMNS }));
  });
}
