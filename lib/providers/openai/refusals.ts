/**
 * What OpenAI's refusals mean. Code and text decide; the status alone decides nothing, for every proxy, firewall and
 * login page on the way knows 401, 403 and 404 too. The bodies: OpenAI's OpenAPI document (`ErrorResponse`,
 * `PermissionErrorResponse`), its guides on error codes, data residency and IP allow-lists, and reports by users.
 */
import { APIError } from "openai";
import type { FailureCode } from "@/lib/lists/failure-codes";
import { errorBodySchema } from "./schemas";

/** An error body of OpenAI's. `isBare`: its text alone, as some 403 have it, or no `type`; gateways send such bodies too. */
export type Refusal = {
  status: number;
  code: string | null;
  param: string | null;
  text: string;
  isBare: boolean;
};

export type Meaning = { code: FailureCode; message: string; field?: "keyLifetimeSeconds" };

/** OpenAI's own error; null where the failure is none, or the body is somebody else's. */
export function refusal(error: unknown): Refusal | null {
  if (!(error instanceof APIError) || typeof error.status !== "number") return null;
  const parsed = errorBodySchema.safeParse(error.error);
  if (!parsed.success) return null;
  const refused = { status: error.status, ...parsed.data };
  // A bare one is OpenAI's only where its words are known.
  return refused.isBare && meaningByWords(refused) === null ? null : refused;
}

/** Of a page after the first: the object that its cursor names is gone by now. OpenAI documents no code for it. */
export function isLostCursor(refused: Refusal | null): boolean {
  return isMissing(refused) && refused?.code !== "project_not_found";
}

/** OpenAI knows the address, and has nothing there: the account or key that was asked for is gone, or its project is. */
export function isMissing(refused: Refusal | null): boolean {
  return refused?.status === 404 && meaningOf(refused).code === "project_not_found";
}

/** Only this says that a key is wrong: anything else may be about where the request came from or went to. */
export function isWrongKey({ code, text }: Refusal): boolean {
  if (MISSING_SCOPES.test(text)) return false;
  return code === "invalid_api_key" || /incorrect api key provided/i.test(text);
}

const MISSING_SCOPES = /missing scopes|insufficient permissions/i;

const SCOPE =
  "The admin key lacks Organization Administration: Write. Re-create the key with that scope and update the credential.";
const LIFETIME =
  "A policy of the OpenAI organization wants API keys to expire. Set a key lifetime that its policy allows.";
const POLICY = "A policy of the OpenAI organization or project refuses this key.";
const IP =
  "OpenAI does not accept requests from this server's IP address. Add the address to the allow-list at OpenAI.";
const COUNTRY =
  "OpenAI does not serve the country or region that this server's requests come from. Send them through a proxy elsewhere.";
const REGION =
  "OpenAI expects this request at the address of another region. Set OPENAI_BASE_URL to the address that it names.";
const ADDRESS = "OpenAI does not know the address that was asked. Check OPENAI_BASE_URL.";
const ARCHIVED = "Project not found: it is archived at OpenAI.";
const NO_PROJECT =
  "Project not found: it was archived or deleted at OpenAI, or belongs to another organization.";
const DENIED = "OpenAI refuses the request. Its reason names neither the admin key nor its scopes.";

/** What code or words say for themselves, whatever the status. */
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
  // "Blocked by policy" is what a company's filter says, too.
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

/** What a body of OpenAI's with a status under 500 means. */
export function meaningOf(refused: Refusal): Meaning {
  const known = meaningByWords(refused);
  if (known !== null) return known;
  const { status, code, text } = refused;
  switch (status) {
    case 401:
      // Other words for a dead key, such as one of a deactivated account.
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
