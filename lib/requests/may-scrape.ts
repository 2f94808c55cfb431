import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a request with this header carries the token that /metrics asks for; without such a setting every one may read it. */
export function mayScrape(authorization: string | null | undefined, token: string | undefined): boolean {
  if (token === undefined) return true;
  const [, sent = ""] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  // Hashed to be of one length.
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(token));
}
