/** Signed-in browsers. The row is the truth: the cookie only leads to it, and roles are read anew at each request. */
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Actor } from "@/lib/access/context";
import { databaseNow, type Db, type Tx } from "@/lib/db";
import { environmentRolesOf } from "./environment-roles";
import { isSessionToken, sessionTokenHash } from "./session-token";

export const SESSION_SECONDS = 12 * 3_600;
const IDLE_SECONDS = 30 * 60;
const TOUCH_SECONDS = 60;

export type LiveSession = {
  actor: Extract<Actor, { kind: "user" }>;
  user: { id: string; email: string; name: string };
  organisation: { id: string; name: string };
};

function secondsBefore(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}

/** The sessions that still count. */
export function liveSessions(now: Date) {
  return {
    endedAt: null,
    expiresAt: { gt: now },
    lastSeenAt: { gt: secondsBefore(now, IDLE_SECONDS) },
  } as const;
}

/**
 * Who a session's token stands for; null once it is ended, expired or idle, or the person is no member any more. `renew`: a
 * person did something, so it is not idle.
 */
export async function liveSession(
  db: Db,
  token: string,
  { renew }: { renew: boolean } = { renew: true },
): Promise<LiveSession | null> {
  if (!isSessionToken(token)) return null;
  const now = await databaseNow(db);
  const session = await db.session.findFirst({
    where: { tokenHash: sessionTokenHash(token), ...liveSessions(now) },
    select: {
      id: true,
      lastSeenAt: true,
      user: {
        select: {
          id: true,
          email: true,
          name: true,
          members: {
            select: {
              role: true,
              environmentRoles: true,
              organisation: { select: { id: true, name: true } },
            },
            orderBy: { createdAt: "asc" },
            take: 1,
          },
        },
      },
    },
  });
  const member = session?.user.members[0];
  if (!session || !member) return null;
  if (renew && session.lastSeenAt < secondsBefore(now, TOUCH_SECONDS)) {
    await db.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } });
  }
  const { id, email, name } = session.user;
  const { organisation, role } = member;
  return {
    actor: {
      kind: "user",
      organisationId: organisation.id,
      userId: id,
      email,
      role,
      environmentRoles: environmentRolesOf(member),
      sessionId: session.id,
    },
    user: { id, email, name },
    organisation,
  };
}

/** Signing out. */
export async function endOwnSession(db: Db, actor: LiveSession["actor"]): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.session.updateMany({
      where: { id: actor.sessionId, endedAt: null },
      data: { endedAt: await databaseNow(tx) },
    });
    const subject = { id: actor.userId, name: actor.email };
    await recordAudit(tx, { actor, origin: { ip: null, userAgent: null } }, "session.ended", subject);
  });
}

/** Ends the sessions of a user, all or all but one. */
export async function endSessions(tx: Tx, userId: string, exceptId?: string): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { userId, endedAt: null, ...(exceptId === undefined ? {} : { id: { not: exceptId } }) },
    data: { endedAt: await databaseNow(tx) },
  });
  return count;
}
