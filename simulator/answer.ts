import { mask } from "./ids.ts";
import type { Settings } from "./model.ts";

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  body: { json: object } | { html: string };
};

/** A refusal, thrown where it is detected and sent unchanged. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, message: string, { code = null, param = null }: ErrorDetail = {}) {
    super(message);
    this.answer = errorAnswer(status, message, { code, param });
  }
}

export function ok(json: object, status = 200): Answer {
  return { status, body: { json } };
}

export function errorAnswer(status: number, message: string, detail: ErrorDetail = {}): Answer {
  const { code = null, param = null } = detail;
  const type = status >= 500 ? "server_error" : "invalid_request_error";
  return { status, body: { json: { error: { message, type, param, code } } } };
}

/** 403 bodies have either an error object or only its text. */
export function stringErrorAnswer(status: number, message: string): Answer {
  return { status, body: { json: { error: message } } };
}

export function htmlAnswer(status: number, title: string): Answer {
  const heading = `${status} ${title}`;
  const html =
    `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n` +
    `<center><h1>${heading}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, body: { html } };
}

export function missingScopes(scope: string, form: Settings["permissionError"]): Answer {
  const message = missingScopesText(scope);
  return form === "string" ? stringErrorAnswer(403, message) : errorAnswer(403, message);
}

export function missingScopesText(scope: string): string {
  return (
    `You have insufficient permissions for this operation. Missing scopes: ${scope}. ` +
    "Check that you have the correct role in your organization, and if you're using a restricted API key, " +
    "that it has the necessary scopes."
  );
}

export function incorrectKey(bearer: string | null): Refusal {
  if (bearer === null) {
    return new Refusal(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using " +
        "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    );
  }
  return new Refusal(401, incorrectKeyText(bearer), { code: "invalid_api_key" });
}

export function ipNotAuthorized(): Refusal {
  return new Refusal(401, "IP not authorized");
}

export function incorrectHostname(rightHost: string): Refusal {
  const message = `Attempted to access resource with incorrect regional hostname. Please make your request to ${rightHost}`;
  return new Refusal(401, message, { code: "incorrect_hostname" });
}

export function unsupportedCountry(): Refusal {
  const code = "unsupported_country_region_territory";
  return new Refusal(403, "Country, region, or territory not supported", { code });
}

export function incorrectKeyText(bearer: string): string {
  return (
    `Incorrect API key provided: ${mask(bearer)}. ` +
    "You can find your API key at https://platform.openai.com/account/api-keys."
  );
}

type ErrorDetail = { code?: string | null; param?: string | null };
