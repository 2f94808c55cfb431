import { v7 as uuidv7 } from "uuid";
import type * as z from "zod";
import type { addedMemberSchema, createMemberSchema } from "@/lib/api/members";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { checkEnvironmentRoles } from "./check-environment-roles";
import { environmentRolesText } from "@/lib/auth/environment-roles";
import { requireEndless, requireOwnerFor } from "@/lib/access/owners";
import { findMember } from "./find-member";
import { inviteMember } from "./invite-member";
import type { Inviting } from "./send-invitation";
import { showMember } from "./show-member";

/** Creates a member without a password, and the link with which they choose one. Throws `name_exists`. */
export async function createMember(
  ctx: Ctx,
  input: z.output<typeof createMemberSchema>,
  how: Inviting,
): Promise<z.infer<typeof addedMemberSchema>> {
  authorise(ctx.actor, "members:manage");
  requireEndless(ctx.actor);
  requireOwnerFor(ctx.actor, input.role);
  await checkEnvironmentRoles(ctx, input.role, input.environmentRoles);
  const { email, name, role, environmentRoles } = input;
  const id = uuidv7();
  await refuseDuplicate(
    { code: "name_exists", message: `${email} already has an account.`, path: "email" },
    () =>
      ctx.db.$transaction(async (tx) => {
        const user = await tx.user.create({ data: { id: uuidv7(), email, name } });
        const { organisationId } = ctx.actor;
        await tx.member.create({ data: { id, organisationId, userId: user.id, role, environmentRoles } });
        const detail = { role, environmentRoles: environmentRolesText(environmentRoles) };
        await recordAudit(tx, ctx, "member.added", { id, name: email }, detail);
      }),
  );
  const invitation = await inviteMember(ctx, { id }, how);
  return { ...showMember(await findMember(ctx.db, ctx, id)), invitation };
}
