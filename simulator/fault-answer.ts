import {
  type Answer,
  errorAnswer,
  htmlAnswer,
  incorrectKeyText,
  missingScopesText,
  ok,
  stringErrorAnswer,
} from "./answer.ts";
import type { StatusFault } from "./faults.ts";

/** The response that a fault asks for. What the fault leaves open is like OpenAI's. */
export function faultAnswer(fault: StatusFault, bearer: string | null): Answer {
  const headers = { ...fault.headers };
  if (fault.retryAfter !== undefined) headers["retry-after"] = String(fault.retryAfter);
  return { ...bodyOf(fault, bearer), headers };
}

function bodyOf(fault: StatusFault, bearer: string | null): Answer {
  const { status } = fault;
  const usual = usualText(status, bearer);
  const { message = usual.message } = fault;
  // A custom message doesn't go with another error's code.
  const usualCode = fault.message === undefined ? usual.code : null;
  switch (fault.body) {
    case "object":
      return errorAnswer(status, message, { code: fault.code === undefined ? usualCode : fault.code });
    case "string":
      return stringErrorAnswer(status, message);
    case "html":
      return htmlAnswer(status, fault.message ?? "Service Temporarily Unavailable");
    case "empty_object":
      return ok({}, status);
  }
}

function usualText(status: number, bearer: string | null): { message: string; code: string | null } {
  switch (status) {
    case 400:
      return {
        message: "The project is archived. You can only update an active project.",
        code: "project_archived",
      };
    case 401:
      return { message: incorrectKeyText(bearer ?? ""), code: "invalid_api_key" };
    case 403:
      return { message: missingScopesText("api.management.write"), code: null };
    case 404:
      return { message: "The project was not found", code: "project_not_found" };
    case 429:
      return {
        message: "Too many management requests. Reduce the request rate and try again later.",
        code: null,
      };
    default:
      return {
        message: "The server had an error while processing your request. Sorry about that!",
        code: null,
      };
  }
}
