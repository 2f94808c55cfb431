import type { Actor } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { DomainError } from "@/lib/errors";
import { BACKGROUND_HEADER } from "@/lib/api/background-header";
import { originOf } from "@/lib/access/origin";
import { type Ahead, findToken } from "@/lib/tokens/find-token-actor";
import { tokenHash } from "@/lib/tokens/token-text";
import { liveSession } from "@/lib/auth/session";
import { sessionTokenOf } from "@/lib/auth/session-cookie";

/**
 * Phase's tokens begin with `phs_`. Any other Authorization belongs to a reverse proxy: basic auth, or
 * another product's token.
 */
const SERVICE_TOKEN = /^Bearer +(phs_\S*)$/i;

/** `ahead`: what the handler would read first, if the statement that finds the actor can read it. */
export type Caller = { actor: Actor; ahead: string | null };

type How = {
  /** A later check of the same request. */
  isFollowUp?: boolean;
  ahead?: Ahead | undefined;
};

/**
 * The actor of a request: its service token, or else its session cookie. Null without either. A session is
 * renewed by a person's action, not by background requests of an open page or a later check of the same
 * request.
 */
export async function callerOf(
  db: Db,
  request: Request,
  { isFollowUp = false, ahead }: How = {},
): Promise<Caller | null> {
  const [, text] = SERVICE_TOKEN.exec(request.headers.get("authorization")?.trim() ?? "") ?? [];
  if (text !== undefined) {
    const found = await findToken(db, text, originOf(request.headers).ip, ahead);
    if (found === null) {
      throw new DomainError(
        "unauthenticated",
        "The service token is unknown, revoked or expired, or ended with the member who created it.",
        { securityEvent: "bad_token", organisationId: await organisationOf(db, text) },
      );
    }
    return found;
  }
  const sessionToken = await sessionTokenOf(request.headers, env());
  if (sessionToken === null) return null;
  const renew = !isFollowUp && !request.headers.has(BACKGROUND_HEADER);
  const session = await liveSession(db, sessionToken, { renew });
  return session === null ? null : { actor: session.actor, ahead: null };
}

/** Checks the credentials of an open request again. Throws `unauthenticated` if they are no longer valid. */
export async function actorNow(db: Db, request: Request): Promise<Actor> {
  const caller = await callerOf(db, request, { isFollowUp: true });
  if (caller === null) throw new DomainError("unauthenticated", "The session has ended.");
  return caller.actor;
}

/** The reason for a token that is no longer valid. Undefined if it never existed. */
async function organisationOf(db: Db, text: string): Promise<string | undefined> {
  const where = { tokenHash: tokenHash(text) };
  return (await db.serviceToken.findUnique({ where, select: { organisationId: true } }))?.organisationId;
}
