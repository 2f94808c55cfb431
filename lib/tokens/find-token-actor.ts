import { SCOPES } from "@/lib/access/scopes";
import type { Actor, PersonAccess } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { environmentRolesOf } from "@/lib/auth/environment-roles";
import { isTokenText, tokenHash } from "./token-text";

const TOUCH_MS = 60_000;

/** The actor that a service token stands for; null when it is unknown, revoked, expired, or its person is no member any more. */
export async function findTokenActor(db: Db, text: string, from: string | null): Promise<Actor | null> {
  if (!isTokenText(text)) return null;
  // Found by its hash: what a comparison's time could tell is of no use without the token itself.
  const token = await db.serviceToken.findUnique({ where: { tokenHash: tokenHash(text) } });
  const now = new Date();
  if (token === null || token.revokedAt !== null) return null;
  if (token.expiresAt !== null && token.expiresAt <= now) return null;
  const { id, name, organisationId, environmentIds, expiresAt, answersToUserId: userId } = token;
  let answersTo: PersonAccess | null = null;
  if (userId !== null) {
    const where = { organisationId_userId: { organisationId, userId } };
    const person = await db.member.findUnique({ where, select: { role: true, environmentRoles: true } });
    if (person === null) return null;
    answersTo = { role: person.role, environmentRoles: environmentRolesOf(person) };
  }
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > TOUCH_MS) {
    await db.serviceToken.updateMany({ where: { id }, data: { lastUsedAt: now, lastUsedFrom: from } });
  }
  const scopes = SCOPES.filter((scope) => token.scopes.includes(scope));
  return { kind: "token", organisationId, tokenId: id, name, scopes, environmentIds, expiresAt, answersTo };
}
