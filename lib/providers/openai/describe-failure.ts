/** Turns every failure of an OpenAI call, refusals and network errors, into the one error type of providers. */
import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { ProviderError, type LeftBehind } from "../provider-error";
import { meaningOf, refusal, type Refusal } from "./refusals";
import { NotSent } from "./sending";

const NOTHING: LeftBehind = { kind: "nothing" };
const UNKNOWN: LeftBehind = { kind: "unknown" };
const LONGEST_EXCERPT = 300;
/** Longest pause that a Retry-After header may ask for, in seconds. */
const LONGEST_RETRY_AFTER = 3_600;

/** Removes key-like pieces and limits the text to one line of 300 characters, so that it is safe to store and show. */
export function excerpt(text: string): string {
  return (
    text
      .replace(/\s+/g, " ")
      // First, because an invisible character may be in the middle of a key.
      .replace(/[\p{Cc}\p{Cf}]/gu, "")
      .replace(/\b(sk-|sess-)[A-Za-z0-9*._-]+/g, "$1…")
      .replace(/Bearer\s+\S+/gi, "Bearer …")
      .trim()
      .slice(0, LONGEST_EXCERPT)
  );
}

/** OpenAI's reason as a sentence with a leading space. Empty if there is none. */
export function said(text: string): string {
  const words = excerpt(text);
  return words === "" ? "" : ` OpenAI said: “${words}”`;
}

function retryAfterSeconds(headers: unknown): number | undefined {
  const value = headers instanceof Headers ? headers.get("retry-after") : null;
  if (value == null) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER) : undefined;
}

function describe(status: number, refused: Refusal | null): [ProviderError["code"], string, LeftBehind] {
  const reason = said(refused?.text ?? "");
  if (status === 429) {
    const left = refused === null ? UNKNOWN : NOTHING;
    return ["provider_rate_limited", `OpenAI asked Phase to slow down (429).${reason}`, left];
  }
  if (status >= 500 || status === 408) {
    return ["provider_unavailable", `OpenAI is not answering (${status}).${reason}`, UNKNOWN];
  }
  if (refused === null) {
    // A filter may have let the request pass and blocked only its response.
    const message = `OpenAI is not answering. The response (${status}) came from a proxy, firewall or login page in between.`;
    return ["provider_unavailable", message, UNKNOWN];
  }
  const { code, message } = meaningOf(refused);
  return [code, `${message}${reason}`, NOTHING];
}

function causeCode(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function causeMessage(error: Error): string {
  let text = error.message;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    text += ` ${cause.message}`;
  return text;
}

/** Any failure of an SDK call as a ProviderError. */
export function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof APIConnectionTimeoutError) {
    const message = "OpenAI is not answering: no response in time.";
    return new ProviderError("provider_unavailable", message, UNKNOWN, { timedOut: true });
  }
  if (error instanceof APIConnectionError) return connectionError(error);
  const status: unknown = error instanceof APIError ? error.status : undefined;
  if (error instanceof APIError && typeof status === "number") {
    const refused = refusal(error);
    const [code, message, leftBehind] = describe(status, refused);
    return new ProviderError(code, message, leftBehind, {
      status,
      requestId: requestIdOf(error.requestID),
      retryAfterSeconds: retryAfterSeconds(error.headers),
      field: refused === null ? undefined : meaningOf(refused).field,
    });
  }
  const message = "OpenAI sent an unreadable response.";
  return new ProviderError("provider_malformed_response", message, UNKNOWN);
}

/** The header's value. Undefined if it looks like more than an ID, such as a key or a proxy's text. */
function requestIdOf(text: string | null | undefined): string | undefined {
  return text != null && /^[\w-]{1,100}$/.test(text) && excerpt(text) === text ? text : undefined;
}

function connectionError(error: APIConnectionError): ProviderError {
  const notSent = error.cause instanceof NotSent ? error.cause : null;
  const code = causeCode(notSent === null ? error.cause : notSent.reason);
  const suffix = code === null ? "" : ` (${code})`;
  if (notSent !== null) {
    const [, proxyStatus] = /^Proxy response \((\d+)\)/.exec(messageOf(notSent.reason)) ?? [];
    const why =
      proxyStatus === undefined
        ? `no connection${suffix}`
        : `the proxy refused the connection (${proxyStatus})`;
    const message = `OpenAI is not answering: ${why}.`;
    return new ProviderError("provider_unavailable", message, NOTHING);
  }
  const what = /redirect/i.test(causeMessage(error))
    ? "the URL redirects, and Phase doesn't follow redirects. A login page or proxy may be in between"
    : `the connection broke${suffix}`;
  return new ProviderError("provider_unavailable", `OpenAI is not answering: ${what}.`, UNKNOWN);
}
