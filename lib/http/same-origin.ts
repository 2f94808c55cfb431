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
  if (site === "none" || !isOurs(request.headers.get("origin"), request, configuredUrl)) throw crossOrigin();
}

/** For routes that need no cookie: an Origin may be missing, never foreign. */
export function refuseForeignOrigin(request: Request, configuredUrl: URL): void {
  const origin = request.headers.get("origin");
  if (origin !== null && !isOurs(origin, request, configuredUrl)) throw crossOrigin();
}

function isOurs(origin: string | null, request: Request, configuredUrl: URL): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const { origin: normalised, host } = new URL(origin);
  return normalised === configuredUrl.origin || host === request.headers.get("host");
}

function crossOrigin(): DomainError {
  return new DomainError(
    "forbidden",
    "A request with a session cookie must come from the console itself. Other programs use a service token.",
  );
}
