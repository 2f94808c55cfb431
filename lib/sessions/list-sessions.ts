import type { Session } from "@/lib/api/sessions";
import { databaseNow } from "@/lib/db";
import { liveSessions } from "@/lib/auth/session";
import type { Ctx } from "@/lib/access/context";
import { requirePerson } from "./require-person";

/** The user's own sessions, last used first. */
export async function listSessions(ctx: Ctx): Promise<Session[]> {
  const person = requirePerson(ctx.actor);
  const rows = await ctx.db.session.findMany({
    where: { userId: person.userId, ...liveSessions(await databaseNow(ctx.db)) },
    orderBy: { lastSeenAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    current: row.id === person.sessionId,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ip: row.ip,
    userAgent: row.userAgent,
  }));
}
