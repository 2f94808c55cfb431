/** The console's only way to call its API: JSON in and out, responses parsed, failures thrown as `ApiError`. */
import { BACKGROUND_HEADER } from "@/lib/api/background-header";
import { isQuiet } from "./activity";
import type * as z from "zod";
import { reportAnswer } from "./connection";
import { endSession, renewSession } from "./session-state";

export type ApiIssue = { path: string; message: string };

/** A refusal or failure in words for people. `status` 0: the server didn't respond. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly issues: ApiIssue[] = [],
    readonly requestId: string | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}

type RequestOptions = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
  /** Repeated with this key, a POST takes effect once. */
  idempotencyKey?: string;
};

const API_ROOT = "/api/v1";
const SESSION_ENDED =
  "Your session has ended. Your input isn't lost. Sign in again in another tab, then try again.";

/**
 * Requests `path` under /api/v1 and parses the JSON with the schema. The schemas' code loads in parallel, so
 * no page waits for it before its request, and no page bundles it. @throws ApiError
 */
export async function request<Schema extends z.ZodType>(
  loadSchema: () => Promise<Schema>,
  path: string,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const [response, schema] = await Promise.all([answered(path, options), fetchCode(loadSchema)]);
  const parsed = schema.safeParse(await readJson(response));
  if (!parsed.success) {
    throw new ApiError(
      "unexpected_answer",
      "The server sent an unexpected response. Reload the page. It may be older than the server.",
      response.status,
    );
  }
  return parsed.data;
}

/** Sends a request that has no response body. @throws ApiError */
export async function act(path: string, options: RequestOptions): Promise<void> {
  await answered(path, options);
}

async function answered(path: string, options: RequestOptions): Promise<Response> {
  const response = await send(path, options);
  if (!response.ok) throw await refusal(response, await readJson(response));
  renewSession();
  return response;
}

async function send(
  path: string,
  { method = "GET", body, signal, idempotencyKey }: RequestOptions,
): Promise<Response> {
  try {
    const response = await fetch(`${API_ROOT}${path}`, {
      method,
      signal: signal ?? null,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(isQuiet() ? { [BACKGROUND_HEADER]: "1" } : {}),
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
    });
    reportAnswer(true);
    return response;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw unreachable();
  }
}

function unreachable(): ApiError {
  reportAnswer(false);
  const message = navigator.onLine
    ? "The server isn't responding. Your input isn't lost. Check that the server is running, then try again."
    : "You're offline. Your input isn't lost. Try again when you reconnect.";
  return new ApiError("offline", message, 0);
}

/** Code that is loaded when it is needed. @throws ApiError */
export async function fetchCode<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await load();
  } catch {
    throw unreachable();
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function refusal(response: Response, json: unknown): Promise<ApiError> {
  const { errorSchema } = await fetchCode(() => import("@/lib/api/common"));
  const parsed = errorSchema.safeParse(json);
  const retryAfter = Number(response.headers.get("retry-after") ?? "");
  const retryAfterSeconds = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null;
  if (response.status === 401) {
    endSession();
    return new ApiError("session_ended", SESSION_ENDED, 401);
  }
  if (!parsed.success) {
    return new ApiError(
      "unknown",
      `Phase's response didn't arrive. A proxy or gateway seems to have answered ${response.status} instead. Try again.`,
      response.status,
    );
  }
  const { code, message, issues = [], requestId } = parsed.data.error;
  return new ApiError(code, message, response.status, issues, requestId, retryAfterSeconds);
}

/** Whether Phase itself sent the error. If not, a change may have happened anyway. */
export function isFromPhase({ code }: ApiError): boolean {
  return !["offline", "unknown", "unexpected_answer"].includes(code);
}

/** The text to show for any error of a query or mutation. */
export function errorMessage(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : "Something went wrong on this page. Reload and try again.";
}
