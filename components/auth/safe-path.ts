/** A placeholder for this console: a path that leads elsewhere resolves to another origin. */
const HERE = "http://console.invalid";
const MOST_DECODINGS = 5;

/**
 * Where to go after signing in: a path of this console, otherwise the overview. A link to Phase must not lead
 * elsewhere, however it is written: browsers take `\` for `/`, drop tabs, and resolve dot segments, also
 * encoded ones, and a proxy may decode once more (https://url.spec.whatwg.org/#concept-basic-url-parser).
 */
export function safePath(wanted: string | undefined): string {
  const path = wanted === undefined ? null : pathHere(wanted);
  if (path === null) return "/";
  let decoded = path;
  for (let times = 0; times < MOST_DECODINGS; times++) {
    const next = decodedOnce(decoded);
    if (next === null || pathHere(next) === null) return "/";
    if (next === decoded) return path;
    decoded = next;
  }
  return "/";
}

/** The path as a browser resolves it. Null if that isn't one of this console's. */
function pathHere(wanted: string): string | null {
  if (!wanted.startsWith("/") || !URL.canParse(wanted, HERE)) return null;
  const { origin, pathname, search, hash } = new URL(wanted, HERE);
  // Resolved once more, it would name a host.
  if (origin !== HERE || /^\/[/\\]/.test(pathname)) return null;
  return pathname + search + hash;
}

function decodedOnce(path: string): string | null {
  // Only for the path, because a query may contain any URL as data.
  const [pathname = ""] = path.split(/[?#]/, 1);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
