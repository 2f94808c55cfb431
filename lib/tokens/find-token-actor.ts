import { SCOPES } from "@/lib/access/scopes";
import type { Actor, PersonAccess, Role } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { environmentRolesOf } from "@/lib/auth/environment-roles";
import { isTokenText, tokenHash } from "./token-text";

const TOUCH_MS = 60_000;

/** Something else to read in the same statement. Gets columns of the token, and returns an expression of type text. */
export type Ahead = (token: { organisationId: Prisma.Sql; keys: Prisma.Sql }) => Prisma.Sql;

type Found = {
  id: string;
  name: string;
  organisationId: string;
  scopes: string[];
  environmentIds: string[];
  keys: string[];
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  answersToUserId: string | null;
  role: Role | null;
  environmentRoles: unknown;
  ahead: string | null;
  /** By the database's clock, which decides. */
  now: Date;
};

/**
 * Like `findTokenActor`, with data read ahead for the actor's organisation, before any permission check.
 * Nothing is read for an invalid token, because no limit bounds its holder's requests.
 */
export async function findToken(
  db: Db,
  text: string,
  from: string | null,
  ahead: Ahead = () => Prisma.sql`NULL`,
): Promise<{ actor: Actor; ahead: string | null } | null> {
  if (!isTokenText(text)) return null;
  // Found by its hash, so timing the comparison reveals nothing without the token.
  const [token] = await db.$queryRaw<Found[]>`
    SELECT token.id, token.name, token.organisation_id AS "organisationId", token.scopes,
           token.environment_ids AS "environmentIds", token.keys, token.expires_at AS "expiresAt",
           token.revoked_at AS "revokedAt", token.last_used_at AS "lastUsedAt",
           token.answers_to_user_id AS "answersToUserId", member.role::text AS role,
           member.environment_roles AS "environmentRoles",
           CASE WHEN token.revoked_at IS NULL AND coalesce(token.expires_at > now(), true)
                 AND (token.answers_to_user_id IS NULL OR member.user_id IS NOT NULL)
                THEN ${ahead({ organisationId: Prisma.sql`token.organisation_id`, keys: Prisma.sql`token.keys` })} END AS ahead, now() AS now
      FROM service_token AS token
      LEFT JOIN member
        ON member.organisation_id = token.organisation_id AND member.user_id = token.answers_to_user_id
     WHERE token.token_hash = ${tokenHash(text)}`;
  if (token === undefined || token.revokedAt !== null) return null;
  if (token.expiresAt !== null && token.expiresAt <= token.now) return null;
  const { id, name, organisationId, environmentIds, keys, expiresAt, role, environmentRoles, now } = token;
  let answersTo: PersonAccess | null = null;
  if (token.answersToUserId !== null) {
    if (role === null) return null;
    answersTo = { role, environmentRoles: environmentRolesOf({ role, environmentRoles }) };
  }
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > TOUCH_MS) {
    await db.serviceToken.updateMany({ where: { id }, data: { lastUsedAt: now, lastUsedFrom: from } });
  }
  const scopes = SCOPES.filter((scope) => token.scopes.includes(scope));
  return {
    actor: {
      kind: "token",
      organisationId,
      tokenId: id,
      name,
      scopes,
      environmentIds,
      keys,
      expiresAt,
      answersTo,
    },
    ahead: token.ahead,
  };
}

/** The actor of a service token. Null if it is unknown, revoked or expired, or its person is no longer a member. */
export async function findTokenActor(db: Db, text: string, from: string | null): Promise<Actor | null> {
  return (await findToken(db, text, from))?.actor ?? null;
}
