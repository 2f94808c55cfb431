/** The errors that commands throw. Only `lib/http/error-answer.ts` turns them into HTTP. */
import type { SecurityEvent } from "@/lib/lists/security-events";
import { type ErrorCode, errorRow } from "@/lib/lists/error-codes";

export type Issue = { path: string; message: string };

/**
 * A failure whose message the caller may read: it says what is wrong and how to fix it, and never contains a
 * secret.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: {
      issues?: Issue[] | undefined;
      /** The same request may succeed after this time. */
      retryAfterSeconds?: number | undefined;
      /** Replaces the code's own. */
      status?: 422 | 504 | undefined;
      securityEvent?: SecurityEvent;
      /** The person that the security event concerns, if the caller isn't authenticated. */
      organisationId?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.status = details.status ?? errorRow(code).status;
  }
}

export function notFound(what: string): DomainError {
  return new DomainError("not_found", `${what.charAt(0).toUpperCase()}${what.slice(1)} not found.`);
}
