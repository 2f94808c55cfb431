import type { DomainError } from "@/lib/errors";

/** An error as every route answers it. */
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
    ...(issues === undefined ? {} : { issues }),
  };
  return Response.json({ error: body }, { status: error.status, headers });
}
