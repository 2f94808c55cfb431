import { SCOPES } from "@/lib/api/service-tokens";
import type { Actor } from "@/lib/context";
import type { Db } from "@/lib/db";
import { isTokenText, tokenHash } from "./token-text";

const TOUCH_MS = 60_000;

/** The actor that a service token stands for; null when it is unknown, revoked or expired. */
export async function findTokenActor(db: Db, text: string): Promise<Actor | null> {
  if (!isTokenText(text)) return null;
  // Found by its hash: what a comparison's time could tell is of no use without the token itself.
  const token = await db.serviceToken.findUnique({ where: { tokenHash: tokenHash(text) } });
  const now = new Date();
  if (token === null || token.revokedAt !== null) return null;
  if (token.expiresAt !== null && token.expiresAt <= now) return null;
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > TOUCH_MS) {
    await db.serviceToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } });
  }
  const { id, name, organisationId, environmentIds } = token;
  const scopes = SCOPES.filter((scope) => token.scopes.includes(scope));
  return { kind: "token", organisationId, tokenId: id, name, scopes, environmentIds };
}
