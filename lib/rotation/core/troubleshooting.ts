/** What the console says about each failure: what happened, what it means, and what to do. */
import type { FailureCode } from "./model";

/** What a person does next. `wait`: nothing in the console, Phase retries automatically. `edit`: change what OpenAI's reason names. */
export type WayOut = "update_credential" | "pick_project" | "wait" | "edit";

export type Troubleshooting = { title: string; text: string; wayOut: WayOut };

const TEXTS: Record<FailureCode, Troubleshooting> = {
  provider_auth_failed: {
    title: "Provider authentication failed",
    text: "The admin key is invalid or was revoked at OpenAI. Create a new admin key there and update the third-party credential, then resume.",
    wayOut: "update_credential",
  },
  provider_scope_missing: {
    title: "The admin key lacks Organization Administration: Write",
    text: "OpenAI refused the request. Re-create the admin key with Organization Administration set to Write and update the third-party credential, then resume.",
    wayOut: "update_credential",
  },
  project_not_found: {
    title: "Project not found",
    text: "The project was archived or deleted at OpenAI. Create a new rotating secret for an existing project, or pick another project in Edit.",
    wayOut: "pick_project",
  },
  provider_rate_limited: {
    title: "OpenAI is not answering",
    text: "OpenAI asked Phase to slow down (429). Phase retries automatically.",
    wayOut: "wait",
  },
  provider_unavailable: {
    title: "OpenAI is not answering",
    text: "The request failed, timed out, or was answered by something other than OpenAI. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_rejected: {
    title: "OpenAI rejected the request",
    text: "Read OpenAI's reason below, change what it names in Edit, then resume.",
    wayOut: "edit",
  },
  provider_malformed_response: {
    title: "OpenAI's answer could not be read",
    text: "Nothing from that answer was used. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_ip_not_allowed: {
    title: "OpenAI does not accept this server's IP address",
    text: "The OpenAI organization or project has an IP allow-list. Add the address that this server's requests come from; OpenAI takes up to 15 minutes. The admin key is fine. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_country_not_supported: {
    title: "OpenAI does not serve this server's country",
    text: "Requests reach OpenAI from a country or region that it does not support. Run Phase elsewhere, or set HTTPS_PROXY to a proxy elsewhere. The admin key is fine. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_wrong_address: {
    title: "OpenAI does not answer at this address",
    text: "OPENAI_BASE_URL leads to a place where OpenAI does not know the request, or to the wrong region. Correct it and restart Phase. Project and admin key are fine. Phase retries automatically.",
    wayOut: "wait",
  },
  provider_policy_refused: {
    title: "An OpenAI policy refuses the new key",
    text: "The OpenAI organization or project limits API keys: how long they may live, or who may have one. Read OpenAI's reason below, then set a key lifetime in Edit or have the policy changed. The admin key is fine. Phase retries automatically.",
    wayOut: "edit",
  },
  provider_access_denied: {
    title: "OpenAI refuses the request",
    text: "OpenAI's reason below names neither the admin key nor its scopes. Do what it says. Phase retries automatically.",
    wayOut: "wait",
  },
  key_not_accepted: {
    title: "OpenAI does not accept the new key",
    text: "OpenAI made a key and kept answering that it is wrong. Phase deletes that key, keeps the current one, and retries automatically.",
    wayOut: "wait",
  },
  key_removed: {
    title: "The current key was removed at OpenAI",
    text: "The key or its service account was deleted or disabled there, and OpenAI refuses programs that use it. Phase rotates immediately; while the schedule is paused, use Rotate now or Resume.",
    wayOut: "wait",
  },
  sealed: {
    title: "This installation is sealed",
    text: "Phase makes no call to OpenAI from here. Settings says why, and what to do. Phase then tries again automatically.",
    wayOut: "wait",
  },
  internal: {
    title: "Something failed in Phase",
    text: "The server's log has the details. Phase retries automatically.",
    wayOut: "wait",
  },
};

export function troubleshoot(code: FailureCode): Troubleshooting {
  return TEXTS[code];
}
