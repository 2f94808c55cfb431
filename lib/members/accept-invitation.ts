import type * as z from "zod";
import type { acceptInvitationSchema, InvitedPerson } from "@/lib/api/invitations";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Origin } from "@/lib/access/context";
import { hashPassword } from "@/lib/auth/password";
import { refuseWeakPassword } from "@/lib/auth/password-strength";
import { endSessions } from "@/lib/auth/session";
import type { Db } from "@/lib/db";
import { findInvitation, useInvitation } from "./invitation";

type PublicCtx = { db: Db; origin: Origin };

/** The member whose password a link sets. Doesn't use the link up. Throws `not_found`. */
export async function readInvitation(
  { db }: PublicCtx,
  { token }: { token: string },
): Promise<InvitedPerson> {
  const { user, member } = await findInvitation(db, token);
  const { email, name, passwordHash } = user;
  return { email, name, organisation: member.organisation.name, isFirst: passwordHash === null };
}

/** Sets the password of the link's member. Ends the link and all sessions of the account. Throws `not_found`. */
export async function acceptInvitation(
  { db, origin }: PublicCtx,
  { token, password }: z.output<typeof acceptInvitationSchema>,
): Promise<{ email: string }> {
  const { userId, tokenHash, user, member } = await findInvitation(db, token);
  const { email, name } = user;
  const organisationId = member.organisation.id;
  await refuseWeakPassword(password, { email, name, organisation: member.organisation.name });
  const passwordHash = await hashPassword(password);
  await db.$transaction(async (tx) => {
    await useInvitation(tx, tokenHash, organisationId);
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    const sessionsEnded = await endSessions(tx, userId);
    // Nobody is signed in yet, so no session is recorded.
    const actor = {
      kind: "user",
      organisationId,
      userId,
      email,
      role: member.role,
      environmentRoles: [],
      sessionId: "",
    } as const;
    const subject = { id: userId, name: email };
    await recordAudit(tx, { actor, origin }, "user.invitation_accepted", subject, { sessionsEnded });
  });
  return { email };
}
