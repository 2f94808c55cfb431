import type { Invitation } from "@/lib/api/members";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { requireEndless, requireOwnerFor } from "@/lib/access/owners";
import { DomainError } from "@/lib/errors";
import { holdMember } from "./find-member";
import { insertInvitation } from "./invitation";
import { personOf } from "./person-of";
import type { Inviting } from "./send-invitation";

/** Creates a link for a member who has no password yet or lost it. Replaces an earlier link. */
export async function inviteMember(
  ctx: Ctx,
  input: { id: string },
  { origin, send }: Inviting,
): Promise<Invitation> {
  authorise(ctx.actor, "members:manage");
  requireEndless(ctx.actor);
  const { made, user, isFirst } = await ctx.db.$transaction(async (tx) => {
    // Locked, so that an admin gets no link for a member who becomes an owner meanwhile.
    const { role, user } = await holdMember(tx, ctx, input.id);
    requireOwnerFor(ctx.actor, role);
    if (ctx.actor.kind === "user" && ctx.actor.userId === user.id) {
      throw new DomainError("forbidden", "Change your own password under Settings.");
    }
    const { passwordHash } = await tx.user.findUniqueOrThrow({
      where: { id: user.id },
      select: { passwordHash: true },
    });
    const made = await insertInvitation(tx, user.id, origin);
    const sentBy = send === null ? "hand" : "email";
    const expiresAt = made.expiresAt.toISOString();
    await recordAudit(tx, ctx, "member.invited", { id: input.id, name: user.email }, { sentBy, expiresAt });
    return { made, user, isFirst: passwordHash === null };
  });
  const expiresAt = made.expiresAt.toISOString();
  const { organisation } = await personOf(ctx.db, user.id);
  if (await send?.({ ...made, email: user.email, organisation, isFirst })) return { link: null, expiresAt };
  // The caller sees the link after all.
  if (send !== null)
    await recordAudit(
      ctx.db,
      ctx,
      "member.invited",
      { id: input.id, name: user.email },
      { sentBy: "hand", expiresAt },
    );
  return { link: made.link, expiresAt };
}
