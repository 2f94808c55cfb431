import type { Invitation } from "@/lib/api/members";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { requireEndless, requireOwnerFor } from "@/lib/access/owners";
import { DomainError } from "@/lib/errors";
import { findMember } from "./find-member";
import { insertInvitation } from "./invitation";
import { personOf } from "./person-of";
import type { Inviting } from "./send-invitation";

/** A link for somebody who has no password yet, or has lost theirs. It takes the place of an earlier one. */
export async function inviteMember(
  ctx: Ctx,
  input: { id: string },
  { origin, send }: Inviting,
): Promise<Invitation> {
  authorise(ctx.actor, "members:manage");
  requireEndless(ctx.actor);
  const { role, user } = await findMember(ctx.db, ctx, input.id);
  requireOwnerFor(ctx.actor, role);
  if (ctx.actor.kind === "user" && ctx.actor.userId === user.id) {
    throw new DomainError(
      "forbidden",
      "Your own password is changed under Settings, with the one that you have.",
    );
  }
  const { passwordHash } = await ctx.db.user.findUniqueOrThrow({
    where: { id: user.id },
    select: { passwordHash: true },
  });
  const { organisation } = await personOf(ctx.db, user.id);
  const subject = { id: input.id, name: user.email };
  const made = await ctx.db.$transaction(async (tx) => {
    const link = await insertInvitation(tx, user.id, origin);
    const sentBy = send === null ? "hand" : "email";
    const expiresAt = link.expiresAt.toISOString();
    await recordAudit(tx, ctx, "member.invited", subject, { sentBy, expiresAt });
    return link;
  });
  const expiresAt = made.expiresAt.toISOString();
  const isFirst = passwordHash === null;
  if (await send?.({ ...made, email: user.email, organisation, isFirst })) return { link: null, expiresAt };
  // Whoever asked sees the link after all.
  if (send !== null) await recordAudit(ctx.db, ctx, "member.invited", subject, { sentBy: "hand", expiresAt });
  return { link: made.link, expiresAt };
}
