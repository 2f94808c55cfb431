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

/** Ours begin with `phs_`. Any other Authorization is a reverse proxy's own: basic auth, or another product's token. */
const SERVICE_TOKEN = /^Bearer +(phs_\S*)$/i;

/** `ahead`: what the handler would read first, where it could be read in the statement that found the actor. */
export type Caller = { actor: Actor; ahead: string | null };

type How = {
  /** A later look at the same request. */
  isFollowUp?: boolean;
  ahead?: Ahead | undefined;
};

/**
 * Who a request speaks for: its service token, or else its session cookie; null when it has neither. A session is renewed by
 * what a person does: not by what an open page asks by itself, nor by a later look at the same request.
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
        "This service token is not known, was revoked, has expired, or ended with the person who made it.",
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

/** Of a request that is still open: its own credentials, looked at anew. Throws `unauthenticated` where they count no more. */
export async function actorNow(db: Db, request: Request): Promise<Actor> {
  const caller = await callerOf(db, request, { isFollowUp: true });
  if (caller === null) throw new DomainError("unauthenticated", "The session has ended.");
  return caller.actor;
}

/** Of a token that counts no more; undefined where none ever was. */
async function organisationOf(db: Db, text: string): Promise<string | undefined> {
  const where = { tokenHash: tokenHash(text) };
  return (await db.serviceToken.findUnique({ where, select: { organisationId: true } }))?.organisationId;
}
