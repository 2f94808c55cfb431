/** Signed-in browsers. The row decides: the cookie only identifies it, and roles are read again for each request. */
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Actor, Role } from "@/lib/access/context";
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

type Found = {
  sessionId: string;
  lastSeenAt: Date;
  now: Date;
  userId: string;
  email: string;
  name: string;
  role: Role;
  environmentRoles: unknown;
  organisationId: string;
  organisationName: string;
};

function secondsBefore(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}

/** The sessions that are still valid. */
export function liveSessions(now: Date) {
  return {
    endedAt: null,
    expiresAt: { gt: now },
    lastSeenAt: { gt: secondsBefore(now, IDLE_SECONDS) },
  } as const;
}

/**
 * The user of a session token. Null once it ended, expired or was idle too long, or the person is no longer a
 * member. `renew`: a person acted, so the session isn't idle.
 */
export async function liveSession(
  db: Db,
  token: string,
  { renew }: { renew: boolean } = { renew: true },
): Promise<LiveSession | null> {
  if (!isSessionToken(token)) return null;
  // One statement, which also returns the time, because every browser request waits for it.
  const [found] = await db.$queryRaw<Found[]>`
    SELECT session.id AS "sessionId", session.last_seen_at AS "lastSeenAt", now() AS now,
           person.id AS "userId", person.email, person.name, member.role::text AS role,
           member.environment_roles AS "environmentRoles",
           organisation.id AS "organisationId", organisation.name AS "organisationName"
      FROM session
      JOIN "user" AS person ON person.id = session.user_id
      JOIN LATERAL (SELECT * FROM member WHERE member.user_id = person.id ORDER BY member.created_at LIMIT 1) AS member ON true
      JOIN organisation ON organisation.id = member.organisation_id
     WHERE session.token_hash = ${sessionTokenHash(token)} AND session.ended_at IS NULL
       AND session.expires_at > now() AND session.last_seen_at > now() - make_interval(secs => ${IDLE_SECONDS})`;
  if (found === undefined) return null;
  const { now, sessionId, userId, email, name, role, organisationId } = found;
  if (renew && found.lastSeenAt < secondsBefore(now, TOUCH_SECONDS)) {
    await db.session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } });
  }
  const environmentRoles = environmentRolesOf(found);
  return {
    actor: { kind: "user", organisationId, userId, email, role, environmentRoles, sessionId },
    user: { id: userId, email, name },
    organisation: { id: organisationId, name: found.organisationName },
  };
}

/** Signs out. */
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

/** Ends the sessions of a user: all, or all but one. */
export async function endSessions(tx: Tx, userId: string, exceptId?: string): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { userId, endedAt: null, ...(exceptId === undefined ? {} : { id: { not: exceptId } }) },
    data: { endedAt: await databaseNow(tx) },
  });
  return count;
}
