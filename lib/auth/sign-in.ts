import { v7 as uuidv7 } from "uuid";
import { emailSchema } from "@/lib/api/setup";
import { recordAudit } from "@/lib/audit";
import type { Actor, Origin } from "@/lib/context";
import type { Db } from "@/lib/db";
import { giveBack, refill, spend } from "@/lib/http/limits";
import { environmentRolesOf } from "@/lib/members/environment-roles";
import { normalPassword, passwordFits } from "./password";
import { SESSION_SECONDS } from "./session";
import { newSessionToken, sessionTokenHash } from "./session-token";

export type SignedIn = { userId: string; sessionToken: string };

const MAX_PASSWORD_LENGTH = 128;

/**
 * Opens a session for the right password; null for a wrong one, and for an unknown address, which takes as long.
 * Throws `too_many_requests` once an account or an address has guessed too often: before anything is hashed.
 */
export async function signIn(
  db: Db,
  origin: Origin,
  input: {
    email: string;
    password: string;
    /** The session that the browser had: it ends. */
    replaces?: string | null;
  },
): Promise<SignedIn | null> {
  const email = emailSchema.safeParse(input.email);
  if (!email.success || normalPassword(input.password).length > MAX_PASSWORD_LENGTH) return null;
  const address = origin.ip ?? "unknown";
  const pair = `${email.data} ${address}`;
  await spend(db, "login_pair", pair);
  await spend(db, "login_address", address);
  await spend(db, "login_account", email.data);

  const user = await db.user.findUnique({
    where: { email: email.data },
    include: { members: { orderBy: { createdAt: "asc" }, take: 1 } },
  });
  const fits = await passwordFits(user?.passwordHash ?? null, input.password);
  const member = user?.members[0];
  if (!user || !member) return null;
  const sessionId = uuidv7();
  const sessionToken = newSessionToken();
  const { organisationId, role } = member;
  const environmentRoles = environmentRolesOf(member);
  const { id: userId } = user;
  const actor: Actor = {
    kind: "user",
    organisationId,
    userId,
    email: user.email,
    role,
    environmentRoles,
    sessionId,
  };
  const subject = { id: user.id, name: user.email };
  if (!fits) {
    await recordAudit(db, { actor, origin }, "session.refused", subject);
    return null;
  }
  await Promise.all([
    refill(db, "login_pair", pair),
    giveBack(db, "login_address", address),
    giveBack(db, "login_account", email.data),
  ]);
  await db.$transaction(async (tx) => {
    const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
    const tokenHash = sessionTokenHash(sessionToken);
    await tx.session.create({ data: { id: sessionId, tokenHash, userId: user.id, expiresAt, ...origin } });
    await tx.session.updateMany({
      where: { tokenHash: sessionTokenHash(input.replaces ?? ""), endedAt: null },
      data: { endedAt: new Date() },
    });
    await recordAudit(tx, { actor, origin }, "session.started", subject);
  });
  return { userId: user.id, sessionToken };
}
