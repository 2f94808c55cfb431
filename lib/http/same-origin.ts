import { DomainError } from "@/lib/errors";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses requests that another site made a browser send with Phase's cookie. An unsafe method needs an
 * Origin of Phase: the configured URL, or the one that the request was sent to.
 */
export function requireSameOrigin(request: Request, configuredUrl: URL): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw crossOrigin();
  if (SAFE_METHODS.includes(request.method)) return;
  const origin = request.headers.get("origin");
  if (site === "none") throw crossOrigin();
  if (!isOurs(origin, request, configuredUrl)) throw refusal(origin, site, configuredUrl);
}

/** For routes that need no cookie: the Origin may be missing, but not foreign. */
export function refuseForeignOrigin(request: Request, configuredUrl: URL): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin !== null && !isOurs(origin, request, configuredUrl)) throw refusal(origin, site, configuredUrl);
}

function isOurs(origin: string | null, request: Request, configuredUrl: URL): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const { origin: normalised, hostname } = new URL(origin);
  // Browsers send nothing else. A longer value was made up.
  if (origin.toLowerCase() !== normalised) return false;
  if (normalised === configuredUrl.origin) return true;
  // Over plain http, anyone on the network path can write the pages of that name.
  if (configuredUrl.protocol === "https:" && hostname === configuredUrl.hostname) return false;
  // Only plain http reaches this process directly. A deployment with TLS in front sets NEXTAUTH_URL.
  return normalised === `http://${request.headers.get("host") ?? ""}`;
}

/**
 * A browser that reports "same-origin" is at the console, under a URL other than the configured one. Over
 * plain http browsers don't report it, so it may be.
 */
function refusal(origin: string | null, site: string | null, configuredUrl: URL): DomainError {
  const isElsewhere = (site === "same-origin" || site === null) && origin !== null && URL.canParse(origin);
  return isElsewhere ? wrongAddress(new URL(origin).origin, configuredUrl) : crossOrigin();
}

function wrongAddress(origin: string, configuredUrl: URL): DomainError {
  return new DomainError(
    "forbidden",
    `Phase's URL is ${configuredUrl.origin}. You are at ${origin}. Open Phase's URL, or set NEXTAUTH_URL to the URL that people use.`,
    { securityEvent: "foreign_origin" },
  );
}

function crossOrigin(): DomainError {
  return new DomainError(
    "forbidden",
    "Requests with a session cookie must come from the console. Other programs use a service token.",
    { securityEvent: "foreign_origin" },
  );
}
