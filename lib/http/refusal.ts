import { consoleUrl } from "@/lib/settings/env";
import type { DomainError } from "@/lib/errors";
import type { ErrorCode } from "@/lib/lists/error-codes";

/** An error in the form of every route. */
export function refusal(error: DomainError, requestId: string): Response {
  const { issues, retryAfterSeconds } = error.details;
  const headers = new Headers({ "cache-control": "no-store", "x-request-id": requestId });
  if (error.code === "unauthenticated") headers.set("www-authenticate", "Bearer");
  if (retryAfterSeconds !== undefined)
    headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfterSeconds))));
  const body = {
    code: error.code,
    message: error.message,
    requestId,
    docsUrl: docsOf(error.code),
    ...(retryAfterSeconds === undefined ? {} : { retryable: true }),
    ...(issues === undefined ? {} : { issues }),
  };
  return Response.json({ error: body }, { status: error.status, headers });
}

function docsOf(code: ErrorCode): string {
  return new URL(`/docs/errors#${code}`, consoleUrl()).href;
}
