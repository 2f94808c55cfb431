/**
 * The meaning of OpenAI's refusals. Code and text decide, never the status alone, because proxies, firewalls
 * and login pages also send 401, 403 and 404. Sources of the bodies: OpenAI's OpenAPI document
 * (`ErrorResponse`, `PermissionErrorResponse`), its guides on error codes, data residency and IP allow-lists,
 * and reports by users.
 */
import { APIError } from "openai";
import type { FailureCode } from "@/lib/lists/failure-codes";
import { errorBodySchema } from "./schemas";

/**
 * An OpenAI error body. `isBare`: only a text, as in some 403 responses, or no `type`. Gateways send such
 * bodies too.
 */
export type Refusal = {
  status: number;
  code: string | null;
  param: string | null;
  text: string;
  isBare: boolean;
};

export type Meaning = { code: FailureCode; message: string; field?: "keyLifetimeSeconds" };

/** OpenAI's own error. Null if there is none, or the body is someone else's. */
export function refusal(error: unknown): Refusal | null {
  if (!(error instanceof APIError) || typeof error.status !== "number") return null;
  const parsed = errorBodySchema.safeParse(error.error);
  if (!parsed.success) return null;
  const refused = { status: error.status, ...parsed.data };
  // A bare error is OpenAI's only if its text is known.
  return refused.isBare && meaningByWords(refused) === null ? null : refused;
}

/** For a page after the first: the object that its cursor names is gone. OpenAI documents no code for it. */
export function isLostCursor(refused: Refusal | null): boolean {
  return isMissing(refused) && refused?.code !== "project_not_found";
}

/** OpenAI knows the URL but has nothing there: the account, key or project is gone. */
export function isMissing(refused: Refusal | null): boolean {
  return refused?.status === 404 && meaningOf(refused).code === "project_not_found";
}

/** Only this means that a key is wrong. Anything else may concern where the request came from or went to. */
export function isWrongKey({ code, text }: Refusal): boolean {
  if (MISSING_SCOPES.test(text)) return false;
  return code === "invalid_api_key" || /incorrect api key provided/i.test(text);
}

const MISSING_SCOPES = /missing scopes|insufficient permissions/i;

const SCOPE =
  "The admin key lacks Organization Administration: Write. Re-create the key with that scope and update the credential.";
const LIFETIME =
  "A policy of the OpenAI organisation requires API keys to expire. Set a key lifetime that the policy allows.";
const POLICY = "A policy of the OpenAI organisation or project refuses this key.";
const IP =
  "OpenAI doesn't accept requests from this server's IP address. Add it to the allow-list at OpenAI.";
const COUNTRY =
  "OpenAI doesn't support the country or region that this server's requests come from. Send them through a proxy elsewhere.";
const REGION =
  "OpenAI expects this request at the URL of another region. Set OPENAI_BASE_URL to the URL in OpenAI's reason.";
const ADDRESS = "OpenAI has no API at this URL. Check OPENAI_BASE_URL.";
const ARCHIVED = "Project not found: the project is archived at OpenAI.";
const NO_PROJECT =
  "Project not found: it was archived or deleted at OpenAI, or belongs to another organisation.";
const DENIED = "OpenAI refused the request. The reason names neither the admin key nor its scopes.";

/** What the code or text means, whatever the status. */
function meaningByWords(refused: Refusal): Meaning | null {
  const { status, code, param, text } = refused;
  const says = (pattern: RegExp) => pattern.test(text);
  if (isWrongKey(refused)) {
    const message = "Provider authentication failed: the admin key is invalid or was revoked at OpenAI.";
    return { code: "provider_auth_failed", message };
  }
  if (says(MISSING_SCOPES)) {
    return { code: "provider_scope_missing", message: SCOPE };
  }
  if (code === "incorrect_hostname" || says(/incorrect regional hostname/i)) {
    return { code: "provider_wrong_address", message: REGION };
  }
  if (/country|region|territory/.test(code ?? "") || says(/(country|region|territory).*not supported/i)) {
    return { code: "provider_country_not_supported", message: COUNTRY };
  }
  if (/^ip_/.test(code ?? "") || says(/\bIP\b.*\b(not )?(authori[sz]ed|allowed|allow[- ]?list)/)) {
    return { code: "provider_ip_not_allowed", message: IP };
  }
  if (code === "project_archived" || (status === 400 && says(/is archived/i))) {
    return { code: "project_not_found", message: ARCHIVED };
  }
  if (code === "project_not_found") return { code: "project_not_found", message: NO_PROJECT };
  // "Blocked by policy" is also what a company's filter says.
  if (refused.isBare || status === 401 || status === 404 || code === "unknown_parameter") return null;
  if (param === "expires_in_seconds" || says(/expires_in_seconds|lifetime|must expire|to expire/i)) {
    return { code: "provider_policy_refused", message: LIFETIME, field: "keyLifetimeSeconds" };
  }
  if (
    /policy/.test(code ?? "") ||
    says(/\bpolic(y|ies)\b|service account.*(not allowed|disabled|not permitted)/i)
  ) {
    return { code: "provider_policy_refused", message: POLICY };
  }
  return null;
}

/** The meaning of an OpenAI body with a status under 500. */
export function meaningOf(refused: Refusal): Meaning {
  const known = meaningByWords(refused);
  if (known !== null) return known;
  const { status, code, text } = refused;
  switch (status) {
    case 401:
      // Other texts for a dead key, such as one of a deactivated account.
      if (!/api_key|deactivated|expired|revoked|authentication/.test(code ?? "") && !KEY_WORDS.test(text))
        break;
      return {
        code: "provider_auth_failed",
        message: "Provider authentication failed: OpenAI does not accept the admin key.",
      };
    case 404:
      if (/^Invalid URL/i.test(text)) return { code: "provider_wrong_address", message: ADDRESS };
      return { code: "project_not_found", message: NO_PROJECT };
  }
  if (status === 401 || status === 403) return { code: "provider_access_denied", message: DENIED };
  return { code: "provider_rejected", message: `OpenAI refused the request (${status}).` };
}

const KEY_WORDS = /\b(api key|authentication|unauthori[sz]ed|deactivated|expired|revoked)\b/i;
