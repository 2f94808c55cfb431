/** What a call to a provider can fail with. What the engine does, the API answers and people read stands here, once. */

/** What a person does next. `wait`: nothing in the console, Phase retries automatically. `edit`: change what OpenAI's reason names. */
export type WayOut = "update_credential" | "pick_project" | "wait" | "edit";

type Row = {
  /** Of a failed mint. `wait`: Phase retries until it succeeds. `pause`: a person must act first. */
  reaction: "wait" | "pause";
  /** It pauses only when the attempt before it failed with the same code: OpenAI has been seen to refuse good keys for a moment. */
  confirmedTwice?: true;
  /**
   * The provider is away, out of reach from here or sealed off: it ends without a person, for everything that waits with
   * that admin key.
   */
  isOutage?: true;
  /** Only another admin key ends it. */
  blocksAdminKey?: true;
  /** It passes without anybody: who waits for the call may simply repeat it. */
  isTransient?: true;
  /** Of the API's answer where someone waits for the call. */
  status: 422 | 500 | 503;
  title: string;
  /** What happened alone, where the console shows what to do as steps. */
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
    text: "Read OpenAI's reason, change what it names in Edit, then resume.",
    wayOut: "edit",
  },
  provider_malformed_response: {
    reaction: "wait",
    isOutage: true,
    isTransient: true,
    status: 503,
    title: "OpenAI's answer could not be read",
    text: "Nothing from that answer was used. Phase retries automatically.",
    wayOut: "wait",
  },
  /** An allow-list at OpenAI does not hold the address that requests come from. */
  provider_ip_not_allowed: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI does not accept this server's IP address",
    text: "The OpenAI organization or project has an IP allow-list. Add the address that this server's requests come from; OpenAI takes up to 15 minutes. The admin key is fine. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_country_not_supported: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI does not serve this server's country",
    text: "Requests reach OpenAI from a country or region that it does not support. Run Phase elsewhere, or set HTTPS_PROXY to a proxy elsewhere. The admin key is fine. Phase retries automatically.",
    wayOut: "wait",
  },
  /** OPENAI_BASE_URL leads to a place where OpenAI does not answer this, or to another region. */
  provider_wrong_address: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI does not answer at this address",
    text: "OPENAI_BASE_URL leads to a place where OpenAI does not know the request, or to the wrong region. Correct it and restart Phase. Project and admin key are fine. Phase retries automatically.",
    wayOut: "wait",
  },
  /** A policy of the organisation or project, such as a longest key lifetime, refuses the new key. */
  provider_policy_refused: {
    reaction: "wait",
    status: 422,
    title: "An OpenAI policy refuses the new key",
    text: "The OpenAI organization or project limits API keys: how long they may live, or who may have one. Read OpenAI's reason, then set a key lifetime in Edit or have the policy changed. The admin key is fine. Phase retries automatically.",
    wayOut: "edit",
  },
  /** A 401 or 403 of OpenAI's that names none of the other reasons. */
  provider_access_denied: {
    reaction: "wait",
    isOutage: true,
    status: 422,
    title: "OpenAI refuses the request",
    text: "OpenAI's reason names neither the admin key nor its scopes. Do what it says. Phase retries automatically.",
    wayOut: "wait",
  },
  /** OpenAI went on refusing a new key as wrong. */
  key_not_accepted: {
    reaction: "wait",
    status: 422,
    title: "OpenAI does not accept the new key",
    text: "OpenAI made a key and kept answering that it is wrong. Phase deletes that key, keeps the current one, and retries automatically.",
    wayOut: "wait",
  },
  /** The exposed credential's key or service account was deleted or disabled at the provider. */
  key_removed: {
    reaction: "wait",
    status: 422,
    title: "The current key was removed at OpenAI",
    text: "The key or its service account was deleted or disabled there, and OpenAI refuses programs that use it. Phase rotates immediately; while the schedule is paused, use Rotate now or Resume.",
    wayOut: "wait",
  },
  /** This installation is sealed: the call was not made. */
  sealed: {
    reaction: "wait",
    isOutage: true,
    status: 503,
    title: "This installation is sealed",
    text: "Phase makes no call to OpenAI from here. Settings says why, and what to do. Phase then tries again automatically.",
    wayOut: "wait",
  },
  internal: {
    reaction: "wait",
    status: 500,
    title: "Something failed in Phase",
    text: "The server's log has the details. Phase retries automatically.",
    wayOut: "wait",
  },
} as const satisfies Record<string, Row>;

export type FailureCode = keyof typeof FAILURES;

const ROWS: Record<FailureCode, Row> = FAILURES;

// Of an object that is written out here, the keys are those of its type.
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

export function failureRow(code: FailureCode): Row {
  return ROWS[code];
}
