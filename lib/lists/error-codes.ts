/** The API's error codes: status, meaning and fix. Each has a section in docs/errors.md. */
import { FAILURE_CODES, type FailureCode, failureRow } from "./failure-codes";

type Row = { status: number; meaning: string; fix: string };

const OWN = {
  invalid_input: {
    status: 400,
    meaning: "The path, query or body is invalid for this route.",
    fix: "`issues` names each field and what it should be. Unknown fields are refused.",
  },
  unauthenticated: {
    status: 401,
    meaning: "The request has no session and no valid service token.",
    fix: "Sign in, or send `Authorization: Bearer <token>` with a service token that is neither expired nor revoked.",
  },
  forbidden: {
    status: 403,
    meaning: "The role or the token's scopes do not allow this, or the request came from another site.",
    fix: "Use a service token with the scope that the route needs, or ask an owner or admin.",
  },
  not_found: {
    status: 404,
    meaning: "Nothing has this ID, or you may not see it.",
    fix: "Check the ID and the environment that the token may read.",
  },
  method_not_allowed: {
    status: 405,
    meaning: "The path doesn't support this method.",
    fix: "`/api/v1/openapi.json` lists the methods of each path.",
  },
  conflict: {
    status: 409,
    meaning: "The current state doesn't allow the change.",
    fix: "Read the message, check the current state, then try again.",
  },
  stale: {
    status: 409,
    meaning: "The resource has changed since the version in the request.",
    fix: "Read the resource again, and send the change with the new `version`.",
  },
  precondition_failed: {
    status: 412,
    meaning: "The resource has changed since the ETag in `If-Match`, or has no `ETag`.",
    fix: "Read the resource again, and send the change with the new `ETag`.",
  },
  in_use: {
    status: 409,
    meaning: "Something else still uses the resource.",
    fix: "Change or delete what uses it first. The message names it.",
  },
  key_exists: {
    status: 409,
    meaning: "The environment already has a secret with this key.",
    fix: "Use another key, or change the existing secret.",
  },
  name_exists: {
    status: 409,
    meaning: "The name is already in use.",
    fix: "Use another name.",
  },
  credential_active: {
    status: 409,
    meaning: "The credential has the current key, which can't be revoked.",
    fix: "Rotate now instead; break-glass revokes the previous key immediately.",
  },
  rotation_running: {
    status: 409,
    meaning: "A rotation is under way.",
    fix: "Wait until it has ended, then try again.",
  },
  owner_exists: {
    status: 409,
    meaning: "This installation already has an owner.",
    fix: "Sign in, or ask the owner for access.",
  },
  idempotency_in_flight: {
    status: 409,
    meaning: "A request with the same Idempotency-Key is still running.",
    fix: "Wait, then repeat the request with the same key to get its response.",
  },
  misdirected: {
    status: 421,
    meaning: "The request is for a host other than that of `NEXTAUTH_URL`.",
    fix: "Use the URL in `NEXTAUTH_URL`. From the same machine, `localhost` works too.",
  },
  not_acceptable: {
    status: 406,
    meaning: "The Accept header excludes every type that this route can return.",
    fix: "Leave the Accept header out, or add application/json.",
  },
  unsupported_media_type: {
    status: 415,
    meaning: "The body is not JSON.",
    fix: "Send JSON, with the header `content-type: application/json`.",
  },
  payload_too_large: {
    status: 413,
    meaning: "The body is too large for this route.",
    fix: "Send less in one request.",
  },
  provider_unreachable: {
    status: 503,
    meaning: "OpenAI didn't respond to a request that Phase had to make.",
    fix: "Nothing was changed. Wait the number of seconds in `Retry-After`, then try again. The status is 504 if a time limit was reached, and 422 if waiting doesn't help.",
  },
  wrong_organisation: {
    status: 422,
    meaning: "The new admin key doesn't belong to the OpenAI organisation of the current one.",
    fix: "Use an admin key of the same organisation, or add the key as a new third-party credential.",
  },
  idempotency_key_reused: {
    status: 422,
    meaning: "The Idempotency-Key was used for another request, or with other permissions, within a day.",
    fix: "Use a new key for each new request.",
  },
  too_many_requests: {
    status: 429,
    meaning: "The caller sent too many requests in a short time.",
    fix: "Wait the number of seconds in `Retry-After`.",
  },
  busy: {
    status: 503,
    meaning: "The database is busy. Nothing was changed.",
    fix: "Wait the number of seconds in `Retry-After`, then try again.",
  },
  database_unavailable: {
    status: 503,
    meaning: "Phase can't reach the database.",
    fix: "Programs keep their values. See the server's log and `/readyz`.",
  },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof OWN | FailureCode;

// The keys of an object made from the list are its codes.
const OF_FAILURES = Object.fromEntries(
  FAILURE_CODES.map((code): [FailureCode, Row] => {
    const { status, title, text } = failureRow(code);
    return [code, { status, meaning: `${title}.`, fix: text }];
  }),
) as Record<FailureCode, Row>;

const ROWS: Record<ErrorCode, Row> = { ...OWN, ...OF_FAILURES };

// The keys of a literal object are those of its type.
export const ERROR_CODES = Object.keys(ROWS) as [ErrorCode, ...ErrorCode[]];

export function errorRow(code: ErrorCode): Row {
  return ROWS[code];
}
