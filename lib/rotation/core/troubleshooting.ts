/** What the console says about each failure: what happened, what it means, and the way out. */
import type { FailureCode } from "./model";

/** What a person does next. `wait`: nothing, the engine tries again by itself. */
export type WayOut = "update_credential" | "pick_project" | "wait" | "resume";

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
    text: "OpenAI asked us to slow down (429). It is tried again by itself.",
    wayOut: "wait",
  },
  provider_unavailable: {
    title: "OpenAI is not answering",
    text: "The request failed or timed out. It is tried again by itself.",
    wayOut: "wait",
  },
  provider_rejected: {
    title: "OpenAI rejected the request",
    text: "Read OpenAI's reason below, change what it names in Edit, then resume.",
    wayOut: "resume",
  },
  provider_malformed_response: {
    title: "OpenAI's answer could not be read",
    text: "Nothing from that answer was used. It is tried again by itself.",
    wayOut: "wait",
  },
  key_removed: {
    title: "The current key was removed at OpenAI",
    text: "Somebody deleted its service account there, and programs that use it are refused. A new key is minted at once; while the schedule is paused, with Rotate now or Resume.",
    wayOut: "wait",
  },
  sealed: {
    title: "This installation is sealed",
    text: "Phase makes no call to OpenAI from here. Settings says why, and what to do. Phase then tries again automatically.",
    wayOut: "wait",
  },
  internal: {
    title: "Something failed on our side",
    text: "The server's log has the details. It is tried again by itself.",
    wayOut: "wait",
  },
};

export function troubleshoot(code: FailureCode): Troubleshooting {
  return TEXTS[code];
}
