/** Where to go after signing in: a path of this console, else the overview. An address elsewhere must not be reachable from a link to us. */
export function safePath(wanted: string | undefined): string {
  if (wanted === undefined) return "/";
  const base = "http://console.invalid";
  if (!wanted.startsWith("/") || !URL.canParse(wanted, base)) return "/";
  const url = new URL(wanted, base);
  return url.origin === base ? url.pathname + url.search + url.hash : "/";
}
