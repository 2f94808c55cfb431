/** What the API refuses a request with: status, meaning and what to do. Each has a section in docs/errors.md. */
import { FAILURE_CODES, type FailureCode, failureRow } from "./failure-codes";

type Row = { status: number; meaning: string; fix: string };

const OWN = {
  invalid_input: {
    status: 400,
    meaning: "The path, query or body does not have the form that this route takes.",
    fix: "`issues` names each field and what it should be. Unknown fields are refused.",
  },
  unauthenticated: {
    status: 401,
    meaning: "No session and no valid service token came with the request.",
    fix: "Sign in, or send `Authorization: Bearer <token>` with a service token that is neither expired nor revoked.",
  },
  forbidden: {
    status: 403,
    meaning: "The role or the token's scopes do not allow this, or the request came from another site.",
    fix: "Use a service token with the scope that the route needs, or ask an owner or admin.",
  },
  not_found: {
    status: 404,
    meaning: "Nothing is stored under this ID, or the caller may not see it.",
    fix: "Check the ID and the environment that the token may read.",
  },
  method_not_allowed: {
    status: 405,
    meaning: "This path does not take this method.",
    fix: "`/api/v1/openapi.json` lists the methods of each path.",
  },
  conflict: {
    status: 409,
    meaning: "The state of what is stored does not allow the change.",
    fix: "Read the message, look at the current state, then try again.",
  },
  stale: {
    status: 409,
    meaning: "Someone else changed it since the version that the request names.",
    fix: "Read it again, and send the change with the new `version`.",
  },
  precondition_failed: {
    status: 412,
    meaning: "It was changed since the state that `If-Match` names, or it has no `ETag`.",
    fix: "Read it again, and send the change with its new `ETag`.",
  },
  in_use: {
    status: 409,
    meaning: "Something else still needs it.",
    fix: "Change or delete what needs it first; the message names it.",
  },
  key_exists: {
    status: 409,
    meaning: "The environment already has a secret with this key.",
    fix: "Use another key, or change the secret that has it.",
  },
  name_exists: {
    status: 409,
    meaning: "Another one already has this name.",
    fix: "Use another name.",
  },
  credential_active: {
    status: 409,
    meaning: "The credential's key is the current value, so it can't be revoked.",
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
    meaning: "A request with the same Idempotency-Key is still being carried out.",
    fix: "Wait, then send it again with the same key to get its answer.",
  },
  misdirected: {
    status: 421,
    meaning: "The request names another host than the one that this installation is opened at.",
    fix: "Use the address in `NEXTAUTH_URL`; from the same machine `localhost` works, too.",
  },
  not_acceptable: {
    status: 406,
    meaning: "The header Accept names nothing that this route can answer.",
    fix: "Leave Accept out, or name application/json in it.",
  },
  unsupported_media_type: {
    status: 415,
    meaning: "The body came as something other than JSON.",
    fix: "Send JSON, with the header `content-type: application/json`.",
  },
  payload_too_large: {
    status: 413,
    meaning: "The body is larger than this route takes.",
    fix: "Send less in one request.",
  },
  provider_unreachable: {
    status: 503,
    meaning: "OpenAI did not answer the request that had to be made.",
    fix: "Nothing was changed. Wait for as many seconds as `Retry-After` says, then try again. After a time limit the status is 504, and 422 where waiting does not help.",
  },
  wrong_organisation: {
    status: 422,
    meaning: "The admin key belongs to another OpenAI organization than the one it would replace.",
    fix: "Use an admin key of the same organization, or add it as a new third-party credential.",
  },
  idempotency_key_reused: {
    status: 422,
    meaning: "The Idempotency-Key was used for another request, or with other permissions, within a day.",
    fix: "Use a new key for each new request.",
  },
  too_many_requests: {
    status: 429,
    meaning: "Too many requests came within a short time.",
    fix: "Wait for as many seconds as `Retry-After` says.",
  },
  busy: {
    status: 503,
    meaning: "The database is busy. Nothing was changed.",
    fix: "Wait for as many seconds as `Retry-After` says, then try again.",
  },
  database_unavailable: {
    status: 503,
    meaning: "The database can't be reached.",
    fix: "Programs keep their values. See the server's log and at `/readyz`.",
  },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof OWN | FailureCode;

// Of an object that is made of the list's codes, the keys are those codes.
const OF_FAILURES = Object.fromEntries(
  FAILURE_CODES.map((code): [FailureCode, Row] => {
    const { status, title, text } = failureRow(code);
    return [code, { status, meaning: `${title}.`, fix: text }];
  }),
) as Record<FailureCode, Row>;

const ROWS: Record<ErrorCode, Row> = { ...OWN, ...OF_FAILURES };

// Of an object that is written out here, the keys are those of its type.
export const ERROR_CODES = Object.keys(ROWS) as [ErrorCode, ...ErrorCode[]];

export function errorRow(code: ErrorCode): Row {
  return ROWS[code];
}
