/**
 * Addresses that are none, and a policy with a fresh nonce for each page's scripts; the other security headers are set by
 * installation/programs/security-headers.mjs. No permission is checked here: that is the routes' and the pages' business.
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
  // Next reads the nonce for its own scripts from the request's policy; the layout reads x-nonce.
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // For the way back after signing in: a layout is not told its address.
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

/** `next dev` evaluates code and injects styles; the built console does neither. */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // Positions of popups are style attributes.
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
