/** Tags of what is read, and what callers say of them. */
import { createHash } from "node:crypto";
import { DomainError } from "@/lib/errors";

/** What a proxy that compresses appends to a tag: Apache and Caddy `-gzip`, Jetty `--gzip`. */
const COMPRESSED = /-{1,2}(?:gzip|br|zstd|deflate)$/;

/**
 * Whether an If-None-Match or If-Match names this tag (without its quotes), however a proxy changed it on the way: made weak, or
 * marked as compressed. `*` names every tag.
 */
export function namesTag(named: string | null, tag: string): boolean {
  const header = named?.trim() ?? "";
  if (header === "*") return true;
  const tags = [...header.matchAll(/(?:W\/)?"([^"]*)"/gi)].map(([, opaque = ""]) => opaque);
  return tags.some((known) => known === tag || known.replace(COMPRESSED, "") === tag);
}

/** The tag, without its quotes, of what can be edited and has these values. What changes without an edit has no part in it. */
export function tagOf(values: readonly (string | number | boolean | null)[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 22);
}

/**
 * Throws `precondition_failed` where the caller's If-Match names another state than this one. Commands ask while they hold the
 * row, so that nobody changes it in between.
 */
export function requireMatch({ ifMatch }: { ifMatch?: string | null }, tag: string): void {
  if (ifMatch == null || namesTag(ifMatch, tag)) return;
  throw new DomainError(
    "precondition_failed",
    "Someone changed it since the state that If-Match names. Read it again, and send the change with its new ETag.",
  );
}
