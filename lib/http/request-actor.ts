import type { Actor } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { BACKGROUND_HEADER } from "@/lib/background-header";
import { originOf } from "@/lib/access/origin";
import { findTokenActor } from "@/lib/tokens/find-token-actor";
import { tokenHash } from "@/lib/tokens/token-text";
import { liveSession } from "@/lib/auth/session";
import { sessionTokenOf } from "@/lib/auth/session-cookie";

/** Ours begin with `phs_`. Any other Authorization is a reverse proxy's own: basic auth, or another product's token. */
const SERVICE_TOKEN = /^Bearer +(phs_\S*)$/i;

/**
 * Who a request speaks for: its service token, or else its session cookie; null when it has neither. A session is renewed by
 * what a person does: not by what an open page asks by itself, nor by a later look at the same request (`isFollowUp`).
 */
export async function requestActor(
  db: Db,
  request: Request,
  { isFollowUp }: { isFollowUp: boolean } = { isFollowUp: false },
): Promise<Actor | null> {
  const [, text] = SERVICE_TOKEN.exec(request.headers.get("authorization")?.trim() ?? "") ?? [];
  if (text !== undefined) {
    const actor = await findTokenActor(db, text, originOf(request.headers).ip);
    if (actor === null) {
      throw new DomainError(
        "unauthenticated",
        "This service token is not known, was revoked, has expired, or ended with the person who made it.",
        { securityEvent: "bad_token", organisationId: await organisationOf(db, text) },
      );
    }
    return actor;
  }
  const sessionToken = await sessionTokenOf(request.headers, env());
  if (sessionToken === null) return null;
  const renew = !isFollowUp && !request.headers.has(BACKGROUND_HEADER);
  return (await liveSession(db, sessionToken, { renew }))?.actor ?? null;
}

/** Of a token that counts no more; undefined where none ever was. */
async function organisationOf(db: Db, text: string): Promise<string | undefined> {
  const where = { tokenHash: tokenHash(text) };
  return (await db.serviceToken.findUnique({ where, select: { organisationId: true } }))?.organisationId;
}
