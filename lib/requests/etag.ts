/** ETags of responses, and callers' conditions on them. */
import { createHash } from "node:crypto";
import { DomainError } from "@/lib/errors";

/** What compressing proxies append to a tag: Apache and Caddy `-gzip`, Jetty `--gzip`. */
const COMPRESSED = /-{1,2}(?:gzip|br|zstd|deflate)$/;

/**
 * Whether an If-None-Match or If-Match names this tag (without its quotes), even if a proxy made it weak or
 * marked it as compressed. `*` names every tag.
 */
export function namesTag(named: string | null, tag: string): boolean {
  const header = named?.trim() ?? "";
  if (header === "*") return true;
  const tags = [...header.matchAll(/(?:W\/)?"([^"]*)"/gi)].map(([, opaque = ""]) => opaque);
  return tags.some((known) => known === tag || known.replace(COMPRESSED, "") === tag);
}

/**
 * The tag, without quotes, of an editable resource with these values. Values that change without an edit
 * aren't part of it.
 */
export function tagOf(values: readonly (string | number | boolean | null)[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 22);
}

/**
 * Throws `precondition_failed` if the caller's If-Match names another state. Commands check while they hold
 * the row's lock, so that nobody changes it in between.
 */
export function requireMatch({ ifMatch }: { ifMatch?: string | null }, tag: string): void {
  if (ifMatch == null || namesTag(ifMatch, tag)) return;
  throw new DomainError(
    "precondition_failed",
    "The resource has changed since the ETag in If-Match. Read it again, and send the change with the new ETag.",
  );
}
