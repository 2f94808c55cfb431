/**
 * OpenAI's refusals and the network's failures in the product's words. Status decides first, then the code, then the
 * text "Missing scopes", which OpenAI sends with 403 and sometimes with 401.
 */
import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import type { FailureCode } from "@/lib/rotation/core/model";
import { ProviderError, type LeftBehind } from "../errors";
import { errorBodySchema } from "./schemas";

const NOTHING: LeftBehind = { kind: "nothing" };
const UNKNOWN: LeftBehind = { kind: "unknown" };
const LONGEST_EXCERPT = 300;
/** Longest pause that a Retry-After header may ask for, in seconds. */
const LONGEST_RETRY_AFTER = 3_600;

/** Failures before a byte of the request left this machine. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Key-like pieces out, one line, at most 300 characters: safe to store and show. */
export function excerpt(text: string): string {
  return text
    .replace(/\b(sk-|sess-)[A-Za-z0-9*._-]+/g, "$1…")
    .replace(/Bearer\s+\S+/gi, "Bearer …")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST_EXCERPT);
}

function retryAfterSeconds(headers: Headers | undefined): number | undefined {
  const value = headers?.get("retry-after");
  if (value == null) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER) : undefined;
}

function said(message: string): string {
  const text = excerpt(message);
  return text === "" ? "" : ` OpenAI said: “${text}”`;
}

const SCOPE_MESSAGE =
  "The admin key lacks Organization Administration: Write. Re-create the key with that scope and update the credential.";

const LIFETIME_MESSAGE =
  "The OpenAI organization wants API keys to end by themselves. Set a key lifetime that its policy allows.";

type Described = { code: FailureCode; message: string; field?: "keyLifetimeSeconds" };

function describe(status: number, code: string | null, text: string): Described {
  if (/missing scopes/i.test(text) || (status === 403 && !/country|region|territory/i.test(text))) {
    return { code: "provider_scope_missing", message: SCOPE_MESSAGE + said(text) };
  }
  switch (status) {
    case 401:
      return {
        code: "provider_auth_failed",
        message: /\bIP\b/.test(text)
          ? `Provider authentication failed: OpenAI does not accept the admin key from this server's address.${said(text)}`
          : `Provider authentication failed: the admin key is invalid or was revoked at OpenAI.${said(text)}`,
      };
    case 404:
      return {
        code: "project_not_found",
        message: `Project not found: it was archived or deleted at OpenAI, or belongs to another organization.${said(text)}`,
      };
    case 429:
      return { code: "provider_rate_limited", message: `OpenAI asks to slow down (429).${said(text)}` };
    default:
      if (code === "project_archived" || (status === 400 && /is archived/i.test(text))) {
        return {
          code: "project_not_found",
          message: `Project not found: it is archived at OpenAI.${said(text)}`,
        };
      }
      if (status >= 500 || status === 408) {
        return { code: "provider_unavailable", message: `OpenAI is not answering (${status}).${said(text)}` };
      }
      if (/expires_in_seconds/.test(text)) {
        return {
          code: "provider_rejected",
          message: LIFETIME_MESSAGE + said(text),
          field: "keyLifetimeSeconds",
        };
      }
      return { code: "provider_rejected", message: `OpenAI refused the request (${status}).${said(text)}` };
  }
}

function causeCode(error: Error): string | null {
  let cause: unknown = error.cause;
  while (cause instanceof Error) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    cause = cause.cause;
  }
  return null;
}

function causeMessage(error: Error): string {
  let text = error.message;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    text += ` ${cause.message}`;
  return text;
}

/** The status and code of OpenAI's refusal; null where the failure is none. */
export function refusal(error: unknown): { status: number; code: string | null; text: string } | null {
  if (!(error instanceof APIError) || typeof error.status !== "number") return null;
  const parsed = errorBodySchema.safeParse(error.error);
  return {
    status: error.status,
    code: parsed.success ? parsed.data.code : null,
    text: parsed.success ? parsed.data.message : "",
  };
}

/** Any failure of an SDK call as a ProviderError. */
export function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const refused = refusal(error);
  if (refused !== null && error instanceof APIError) {
    const { status } = refused;
    const { code, message, field } = describe(status, refused.code, refused.text);
    return new ProviderError(code, message, status >= 500 || status === 408 ? UNKNOWN : NOTHING, {
      status,
      requestId: error.requestID ?? undefined,
      retryAfterSeconds: retryAfterSeconds(error.headers),
      field,
    });
  }
  if (error instanceof APIConnectionTimeoutError) {
    return new ProviderError("provider_unavailable", "OpenAI is not answering: no answer in time.", UNKNOWN);
  }
  if (error instanceof APIConnectionError) {
    const code = causeCode(error);
    if (/redirect/i.test(causeMessage(error))) {
      return new ProviderError(
        "provider_rejected",
        "OpenAI's address answered with a redirect, which is not followed.",
        NOTHING,
      );
    }
    const notSent = code !== null && NOT_SENT.has(code);
    return new ProviderError(
      "provider_unavailable",
      `OpenAI is not answering: ${notSent ? "no connection" : "the connection broke"}${code === null ? "" : ` (${code})`}.`,
      notSent ? NOTHING : UNKNOWN,
    );
  }
  return new ProviderError(
    "provider_malformed_response",
    "OpenAI sent an answer that can't be read.",
    UNKNOWN,
  );
}
