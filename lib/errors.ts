/** The one error family that commands throw. `lib/http/error-answer.ts` alone turns it into HTTP. */
import type { SecurityEvent } from "@/lib/lists/security-events";
import { type ErrorCode, errorRow } from "@/lib/lists/error-codes";

export type Issue = { path: string; message: string };

/** A failure that the caller may read: its message names what is wrong and the way out, never a secret. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: {
      issues?: Issue[] | undefined;
      /** The same request may succeed after that time. */
      retryAfterSeconds?: number | undefined;
      /** In place of the code's own. */
      status?: 422 | 504 | undefined;
      securityEvent?: SecurityEvent;
      /** Whom the security event concerns, where nobody has proven who they are. */
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
