import type { Actor } from "@/lib/context";
import type { Db } from "@/lib/db";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { originOf } from "@/lib/http/origin";
import { findTokenActor } from "@/lib/tokens/find-token-actor";
import { liveSession } from "./session";
import { sessionIdOf } from "./session-cookie";

/** Ours begin with `phs_`. Any other Authorization is a reverse proxy's own: basic auth, or another product's token. */
const SERVICE_TOKEN = /^Bearer +(phs_\S*)$/i;

/** Who a request speaks for: its service token, or else its session cookie; null when it has neither. */
export async function requestActor(db: Db, request: Request): Promise<Actor | null> {
  const [, text] = SERVICE_TOKEN.exec(request.headers.get("authorization")?.trim() ?? "") ?? [];
  if (text !== undefined) {
    const actor = await findTokenActor(db, text, originOf(request.headers).ip);
    if (actor === null) {
      throw new DomainError(
        "unauthenticated",
        "This service token is not known, was revoked, has expired, or ended with the person who made it.",
      );
    }
    return actor;
  }
  const sessionId = await sessionIdOf(request, env());
  if (sessionId === null) return null;
  return (await liveSession(db, sessionId))?.actor ?? null;
}
