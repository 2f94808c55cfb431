/** The one error family that commands throw. `lib/http/handle.ts` alone turns it into HTTP. */

const STATUS_OF = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  stale: 409,
  in_use: 409,
  key_exists: 409,
  name_exists: 409,
  credential_active: 409,
  rotation_running: 409,
  owner_exists: 409,
  idempotency_in_flight: 409,
  payload_too_large: 413,
  provider_auth_failed: 422,
  provider_scope_missing: 422,
  provider_unreachable: 422,
  project_not_found: 422,
  provider_rate_limited: 422,
  provider_unavailable: 422,
  provider_rejected: 422,
  provider_malformed_response: 422,
  provider_ip_not_allowed: 422,
  provider_country_not_supported: 422,
  provider_wrong_address: 422,
  provider_policy_refused: 422,
  provider_access_denied: 422,
  key_not_accepted: 422,
  key_removed: 422,
  wrong_organisation: 422,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  busy: 503,
  database_unavailable: 503,
  sealed: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;
export type Issue = { path: string; message: string };

/** A failure that the caller may read: its message names what is wrong and the way out, never a secret. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { issues?: Issue[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.status = STATUS_OF[code];
  }
}

export function notFound(what: string): DomainError {
  return new DomainError("not_found", `There is no such ${what}.`);
}
