/**
 * Responses for invalid paths, and a policy with a fresh nonce for each page's scripts.
 * installation/programs/security-headers.mjs sets the other security headers. No permission is checked here,
 * because routes and pages do that.
 */
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/settings/env";
import { refuseAddress } from "@/lib/http/addresses";
import { refuseHost } from "@/lib/http/known-host";
import { asWanted } from "@/lib/http/problem";
import { requestIdOf } from "@/lib/http/request-id";

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const isDevelopment = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  // Next reads the nonce for its own scripts from the request's policy. The layout reads x-nonce.
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // For the return after signing in, because a layout doesn't know its path.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const { pathname } = request.nextUrl;
  const refused =
    refuseHost(request.headers.get("host"), pathname, env().nextAuthUrl) ??
    refuseAddress(request.method, pathname, requestIdOf(request.headers));
  const response =
    refused === null
      ? NextResponse.next({ request: { headers } })
      : refusalOf(await asWanted(refused, request.headers));
  response.headers.set("content-security-policy", policy);
  return response;
}

function refusalOf(refused: Response): NextResponse {
  return new NextResponse(refused.body, refused);
}

/** `next dev` evaluates code and injects styles. The built console does neither. */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // Popup positions are style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "report-uri /csp-reports",
  ].join("; ");
}
