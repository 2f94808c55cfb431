/**
 * The failures of provider calls. The engine's reaction, the API's response and the words for people are
 * defined in this list only.
 */

/**
 * What a person does next. `wait`: nothing in the console, Phase retries automatically. `edit`: fix what
 * OpenAI reports.
 */
export type WayOut = "update_credential" | "pick_project" | "wait" | "edit";

type Row = {
  /** For a failed mint. `wait`: Phase retries until it succeeds. `pause`: a person must act first. */
  reaction: "wait" | "pause";
  /**
   * Pauses only if the previous attempt failed with the same code, because OpenAI has refused good keys for a
   * moment.
   */
  confirmedTwice?: true;
  /**
   * The provider is down, unreachable or blocked by a seal. Ends without a person, for everything that waits
   * with the admin key.
   */
  isOutage?: true;
  /** Only another admin key ends it. */
  blocksAdminKey?: true;
  /** Passes without a person, so waiting callers may repeat the call. */
  isTransient?: true;
  /** The API's response if a caller waits for the call. */
  status: 422 | 500 | 503;
  title: string;
  /** Only what happened, because the console shows the fix as steps. */
  cause?: string;
  text: string;
  wayOut: WayOut;
};

export const FAILURES = {
  provider_auth_failed: {
    reaction: "pause",
    confirmedTwice: true,
    blocksAdminKey: true,
    status: 422,
    title: "Provider authentication failed",
    cause: "The admin key is invalid or was revoked at OpenAI.",
    text: "The admin key is invalid or was revoked at OpenAI. Create a new admin key there and update the third-party credential, then resume.",
    wayOut: "update_credential",
  },
  provider_scope_missing: {
    reaction: "pause",
    confirmedTwice: true,
    blocksAdminKey: true,
    status: 422,
    title: "The admin key lacks Organization Administration: Write",
    cause: "OpenAI refused the request.",
    text: "OpenAI refused the request. Re-create the admin key with Organization Administration set to Write and update the third-party credential, then resume.",
    wayOut: "update_credential",
  },
  project_not_found: {
    reaction: "pause",
    confirmedTwice: true,
    status: 422,
    title: "Project not found",
    cause: "The project was archived or deleted at OpenAI.",
    text: "The project was archived or deleted at OpenAI. Create a new rotating secret for an existing project, or pick another project in Edit.",
    wayOut: "pick_project",
  },
  provider_rate_limited: {
    reaction: "wait",
    isTransient: true,
    status: 503,
    title: "OpenAI is not answering",
    text: "OpenAI asked Phase to slow down (429). Phase retries automatically.",
    wayOut: "wait",
  },
  provider_unavailable: {
    reaction: "wait",
    isOutage: true,
    isTransient: true,
    status: 503,
    title: "OpenAI is not answering",
    text: "The request failed, timed out, or was answered by something other than OpenAI. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_rejected: {
    reaction: "pause",
    status: 422,
    title: "OpenAI rejected the request",
    cause: "Phase needs a change before it can rotate.",
    text: "Read OpenAI's reason, fix the cause in Edit, then resume.",
    wayOut: "edit",
  },
  provider_malformed_response: {
    reaction: "wait",
    isOutage: true,
    isTransient: true,
    status: 503,
    title: "OpenAI sent an unreadable response",
    text: "Phase used nothing from the response. Phase retries automatically.",
    wayOut: "wait",
  },
  /** OpenAI's allow-list lacks the IP address that requests come from. */
  provider_ip_not_allowed: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI does not accept this server's IP address",
    text: "The OpenAI organisation or project has an IP allow-list. Add this server's public IP address. OpenAI takes up to 15 minutes to apply it. The admin key is fine. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_country_not_supported: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI does not serve this server's country",
    text: "Requests come from a country or region that OpenAI does not support. Run Phase elsewhere, or set HTTPS_PROXY to a proxy elsewhere. The admin key is fine. Phase retries automatically.",
    wayOut: "wait",
  },
  /** OPENAI_BASE_URL isn't an OpenAI API, or is that of another region. */
  provider_wrong_address: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI can't be reached at this URL",
    text: "OPENAI_BASE_URL is not an OpenAI API URL, or is the URL of the wrong region. Correct it and restart Phase. The project and the admin key are fine. Phase retries automatically.",
    wayOut: "wait",
  },
  /** A policy of the organisation or project, such as a maximum key lifetime, refuses the new key. */
  provider_policy_refused: {
    reaction: "wait",
    status: 422,
    title: "An OpenAI policy refuses the new key",
    text: "The OpenAI organisation or project limits the lifetime of API keys or who may have one. Read OpenAI's reason, then set a key lifetime in Edit or have the policy changed. The admin key is fine. Phase retries automatically.",
    wayOut: "edit",
  },
  /** A 401 or 403 from OpenAI that gives none of the other reasons. */
  provider_access_denied: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI refuses the request",
    text: "OpenAI's reason names neither the admin key nor its scopes. Follow that reason. Phase retries automatically.",
    wayOut: "wait",
  },
  /** OpenAI kept rejecting a new key. */
  key_not_accepted: {
    reaction: "wait",
    status: 422,
    title: "OpenAI does not accept the new key",
    text: "OpenAI created a key and then kept rejecting it. Phase deletes that key, keeps the current one, and retries automatically.",
    wayOut: "wait",
  },
  /** The current credential's key or service account was deleted or disabled at the provider. */
  key_removed: {
    reaction: "wait",
    status: 422,
    title: "The current key was removed at OpenAI",
    text: "The key or its service account was deleted or disabled there, and OpenAI refuses programs that use it. Phase rotates immediately; while the schedule is paused, use Rotate now or Resume.",
    wayOut: "wait",
  },
  /** The installation is sealed, so the call was not made. */
  sealed: {
    reaction: "wait",
    isOutage: true,
    status: 503,
    title: "This installation is sealed",
    text: "Phase makes no calls to OpenAI from this installation. Settings shows the cause and the fix. Phase then retries automatically.",
    wayOut: "wait",
  },
  internal: {
    reaction: "wait",
    status: 500,
    title: "Internal error in Phase",
    text: "The server's log has the details. Phase retries automatically.",
    wayOut: "wait",
  },
} as const satisfies Record<string, Row>;

export type FailureCode = keyof typeof FAILURES;

const ROWS: Record<FailureCode, Row> = FAILURES;

// The keys of a literal object are those of its type.
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

export function failureRow(code: FailureCode): Row {
  return ROWS[code];
}
