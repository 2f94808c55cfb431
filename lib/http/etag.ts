/** What a proxy that compresses appends to a tag: Apache and Caddy `-gzip`, Jetty `--gzip`. */
const COMPRESSED = /-{1,2}(?:gzip|br|zstd|deflate)$/;

/**
 * Whether an If-None-Match names this tag (without its quotes), however a proxy changed it on the way: made weak, or
 * marked as compressed. `*` names every tag.
 */
export function namesTag(ifNoneMatch: string | null, tag: string): boolean {
  const header = ifNoneMatch?.trim() ?? "";
  if (header === "*") return true;
  const tags = [...header.matchAll(/(?:W\/)?"([^"]*)"/gi)].map(([, opaque = ""]) => opaque);
  return tags.some((known) => known === tag || known.replace(COMPRESSED, "") === tag);
}
