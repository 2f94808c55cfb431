import { memberTag } from "@/lib/requests/tags";
import { requireMatch } from "@/lib/requests/etag";
import { environmentRolesOf } from "@/lib/auth/environment-roles";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { MEMBER_COLUMNS } from "./show-member";

/** A member of the actor's organisation. Throws `not_found`. */
export async function findMember(tx: Tx, ctx: Pick<Ctx, "actor">, id: string) {
  const row = await tx.member.findFirst({
    where: { id, organisationId: ctx.actor.organisationId },
    select: MEMBER_COLUMNS,
  });
  if (row === null) throw notFound("member");
  return row;
}

/**
 * The same, locked: nobody else changes the member, such as their role, until the transaction ends. Also
 * throws `precondition_failed`.
 */
export async function holdMember(tx: Tx, ctx: Pick<Ctx, "actor" | "ifMatch">, id: string) {
  await tx.$queryRaw`
    SELECT FROM member WHERE id = ${id}::uuid AND organisation_id = ${ctx.actor.organisationId}::uuid FOR UPDATE`;
  const row = await findMember(tx, ctx, id);
  requireMatch(ctx, memberTag({ ...row, environmentRoles: environmentRolesOf(row) }));
  return row;
}
