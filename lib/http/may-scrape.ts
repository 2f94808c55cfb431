import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a request carries the token that /metrics asks for; without such a setting every one may read it. */
export function mayScrape(request: Request, token: string | undefined): boolean {
  if (token === undefined) return true;
  const [, sent = ""] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  // Hashed to be of one length.
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(token));
}
