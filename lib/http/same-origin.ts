import { DomainError } from "@/lib/errors";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what another site made a browser send with our cookie: an unsafe method needs an Origin that is ours.
 * Ours are the configured address and the one that the request itself was sent to.
 */
export function requireSameOrigin(request: Request, configuredUrl: URL): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw crossOrigin();
  if (SAFE_METHODS.includes(request.method)) return;
  const origin = request.headers.get("origin");
  if (site === "none") throw crossOrigin();
  if (!isOurs(origin, request, configuredUrl)) throw refusal(origin, site, configuredUrl);
}

/** For routes that need no cookie: an Origin may be missing, never foreign. */
export function refuseForeignOrigin(request: Request, configuredUrl: URL): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin !== null && !isOurs(origin, request, configuredUrl)) throw refusal(origin, site, configuredUrl);
}

function isOurs(origin: string | null, request: Request, configuredUrl: URL): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const { origin: normalised, hostname } = new URL(origin);
  // Browsers send nothing else: what has more to it was made up.
  if (origin.toLowerCase() !== normalised) return false;
  if (normalised === configuredUrl.origin) return true;
  // Over plain http, whoever is on the way writes the pages of that name.
  if (configuredUrl.protocol === "https:" && hostname === configuredUrl.hostname) return false;
  // Nothing but plain http reaches this process by itself: who has TLS in front says so by NEXTAUTH_URL.
  return normalised === `http://${request.headers.get("host") ?? ""}`;
}

/**
 * A browser that says "same-origin" is at the console itself, under an address that it was not set to. Over plain http it
 * says nothing: then it may be.
 */
function refusal(origin: string | null, site: string | null, configuredUrl: URL): DomainError {
  const isElsewhere = (site === "same-origin" || site === null) && origin !== null && URL.canParse(origin);
  return isElsewhere ? wrongAddress(new URL(origin).origin, configuredUrl) : crossOrigin();
}

function wrongAddress(origin: string, configuredUrl: URL): DomainError {
  return new DomainError(
    "forbidden",
    `Phase is set to be opened at ${configuredUrl.origin}; you are at ${origin}. Open it there, or set NEXTAUTH_URL to the address that people use.`,
    { securityEvent: "foreign_origin" },
  );
}

function crossOrigin(): DomainError {
  return new DomainError(
    "forbidden",
    "A request with a session cookie must come from the console itself. Other programs use a service token.",
    { securityEvent: "foreign_origin" },
  );
}
