import { v7 as uuidv7 } from "uuid";
import type * as z from "zod";
import type { createMemberSchema, Member } from "@/lib/api/members";
import { recordAudit } from "@/lib/audit";
import { hashPassword, refuseWeakPassword } from "@/lib/auth/password";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseDuplicate } from "@/lib/duplicate";
import { checkEnvironmentRoles } from "./check-environment-roles";
import { environmentRolesText } from "@/lib/auth/environment-roles";
import { requireEndless, requireOwnerFor } from "@/lib/access/owners";
import { MEMBER_COLUMNS, showMember } from "./show-member";

/** A person with a first password, to be changed by them. Throws `name_exists`. */
export async function createMember(ctx: Ctx, input: z.output<typeof createMemberSchema>): Promise<Member> {
  authorise(ctx.actor, "members:manage");
  requireEndless(ctx.actor);
  requireOwnerFor(ctx.actor, input.role);
  await checkEnvironmentRoles(ctx, input.role, input.environmentRoles);
  refuseWeakPassword(input.password, input.email);
  const passwordHash = await hashPassword(input.password);
  return await refuseDuplicate("name_exists", `${input.email} has an account already.`, () =>
    ctx.db.$transaction(async (tx) => {
      const { email, name, role, environmentRoles } = input;
      const user = await tx.user.create({ data: { id: uuidv7(), email, name, passwordHash } });
      const row = await tx.member.create({
        data: {
          id: uuidv7(),
          organisationId: ctx.actor.organisationId,
          userId: user.id,
          role,
          environmentRoles,
        },
        select: MEMBER_COLUMNS,
      });
      await recordAudit(
        tx,
        ctx,
        "member.added",
        { id: row.id, name: email },
        { role, environmentRoles: environmentRolesText(environmentRoles) },
      );
      return showMember(row);
    }),
  );
}
