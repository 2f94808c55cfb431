/**
 * Requests that must not reach a route: Next rejects unknown methods without a message, and fails on an
 * escape that can't be decoded.
 */
import { v7 as uuidv7 } from "uuid";
import { DomainError } from "@/lib/errors";
import { refusal } from "./refusal";

/** A test compares this with the routes. */
export const API_METHODS: Readonly<Record<string, readonly string[]>> = {
  "/apps": ["GET", "POST"],
  "/apps/{id}": ["GET", "PATCH", "DELETE"],
  "/apps/{id}/environments": ["POST"],
  "/audit": ["GET"],
  "/audit/export": ["GET"],
  "/cli-logins": ["POST"],
  "/cli-logins/approve": ["POST"],
  "/cli-logins/deny": ["POST"],
  "/cli-logins/read": ["POST"],
  // After the three fixed paths, which Next also matches first.
  "/cli-logins/{id}": ["GET"],
  "/configuration": ["GET", "POST"],
  "/configuration/schema": ["GET"],
  "/environments/{id}": ["GET", "PATCH", "DELETE"],
  "/environments/{id}/rotating-secrets": ["GET", "POST"],
  "/environments/{id}/secret-page": ["GET"],
  "/environments/{id}/secret-rows": ["GET"],
  "/environments/{id}/secrets": ["GET", "POST"],
  "/environments/{id}/secrets/import": ["POST"],
  "/environments/{id}/secrets/stream": ["GET"],
  // Placed after the two, because Next finds those first.
  "/environments/{id}/secrets/{key}": ["GET"],
  "/invitations/accept": ["POST"],
  "/invitations/read": ["POST"],
  "/me": ["GET", "PATCH"],
  "/members": ["GET", "POST"],
  "/members/{id}": ["GET", "PATCH", "DELETE"],
  "/members/{id}/invitation": ["POST", "DELETE"],
  "/openapi.json": ["GET"],
  "/overview": ["GET"],
  "/overview/environments": ["GET"],
  "/overview/needs": ["GET"],
  "/overview/rows": ["GET"],
  "/rotating-secrets": ["GET"],
  "/rotating-secrets/{id}": ["GET", "PATCH", "DELETE"],
  "/rotating-secrets/{id}/credentials": ["GET"],
  "/rotating-secrets/{id}/credentials/{credentialId}/extend": ["POST"],
  "/rotating-secrets/{id}/credentials/{credentialId}/forget": ["POST"],
  "/rotating-secrets/{id}/credentials/{credentialId}/revoke": ["POST"],
  "/rotating-secrets/{id}/events": ["GET"],
  "/rotating-secrets/{id}/pause": ["POST"],
  "/rotating-secrets/{id}/readers": ["GET"],
  "/rotating-secrets/{id}/resume": ["POST"],
  "/rotating-secrets/{id}/rotate": ["POST"],
  "/rotating-secrets/{id}/schedule": ["GET"],
  "/rotations/{id}": ["GET"],
  "/secrets": ["GET"],
  "/secrets/{id}": ["GET", "PATCH", "DELETE"],
  "/secrets/{id}/reveal": ["POST"],
  "/service-tokens": ["GET", "POST"],
  "/service-tokens/{id}": ["GET", "PATCH", "DELETE"],
  "/service-tokens/{id}/keep": ["POST"],
  "/sessions": ["GET", "DELETE"],
  "/sessions/{id}": ["DELETE"],
  "/setup": ["GET", "POST"],
  "/system": ["GET"],
  "/third-party-credentials": ["GET", "POST"],
  "/third-party-credentials/{id}": ["GET", "PATCH", "DELETE"],
  "/third-party-credentials/{id}/openai/projects": ["GET"],
  "/third-party-credentials/{id}/test": ["POST"],
  "/webhooks": ["GET", "POST"],
  "/webhooks/{id}": ["GET", "PATCH", "DELETE"],
  "/webhooks/{id}/deliveries": ["GET"],
  "/webhooks/{id}/deliveries/{deliveryId}/redeliver": ["POST"],
  "/webhooks/{id}/rotate-secret": ["POST"],
  "/webhooks/{id}/test": ["POST"],
};

const ADDRESSES = Object.entries(API_METHODS).map(([path, methods]) => ({
  pattern: new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`),
  methods,
}));

/** Paths that support more than reading. Their routes list their methods. */
const ROUTES = /^\/(?:api(?:\/|$)|csp-reports\/?$)/;

/** Next treats it as a path, and returns 500. */
const LAST_RESORT = /^\/_global-error\/?$/;

/** The response to an unknown path, or to a method that an API path doesn't support. Otherwise null. */
export function refuseAddress(method: string, pathname: string, requestId = uuidv7()): Response | null {
  if (!isDecodable(pathname) || LAST_RESORT.test(pathname)) {
    return refusal(
      new DomainError("not_found", "Not found. /api/v1/openapi.json lists every route."),
      requestId,
    );
  }
  // Pages and files support only reading. Next fails on any other method for its own files, and treats one
  // for a page as a
  // server action, which no page has: it would read the body and log what was requested.
  if (!ROUTES.test(pathname)) return refuseMethod(method, ["GET"], ["GET", "HEAD"], requestId);
  const found = ADDRESSES.find(({ pattern }) => pattern.test(pathname));
  if (found === undefined) return null;
  const others = found.methods.includes("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"];
  return refuseMethod(method, found.methods, [...found.methods, ...others], requestId);
}

function refuseMethod(
  method: string,
  named: readonly string[],
  allowed: string[],
  requestId: string,
): Response | null {
  if (allowed.includes(method)) return null;
  const message = `Method not allowed. Use ${named.join(", ")}.`;
  const response = refusal(new DomainError("method_not_allowed", message), requestId);
  response.headers.set("allow", allowed.join(", "));
  return response;
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}
