import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether a request with this header has the token that /metrics requires. Without the setting, every request
 * may read it.
 */
export function mayScrape(authorization: string | null | undefined, token: string | undefined): boolean {
  if (token === undefined) return true;
  const [, sent = ""] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  // Hashed, so that both have the same length.
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(token));
}
