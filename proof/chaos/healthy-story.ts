/** A short history without faults. Each test of the checker breaks it in one place. */
import type { HistoryEntry } from "@/simulator/model";
import type { ObservedCredential, ObservedEvent, ObservedSecret } from "./observation";

const START = Date.parse("2026-01-01T00:00:00Z");
export const at = (seconds: number) => new Date(START + seconds * 1000);
export const NOW = at(1_000);

export const PATH = "/v1/organization/projects/proj/service_accounts";

let seq = 0;
export function call(seconds: number, entry: Partial<HistoryEntry>): HistoryEntry {
  seq += 1;
  const time = at(seconds).getTime();
  return {
    seq,
    at: time,
    method: "GET",
    path: PATH,
    status: 200,
    organizationId: "org",
    projectId: "proj",
    name: null,
    serviceAccountId: null,
    effect: null,
    effectAt: entry.effect == null ? null : time,
    answered: true,
    endedAt: time,
    fault: null,
    requestId: null,
    ...entry,
  };
}

export const created = (seconds: number, serviceAccountId: string, name: string, method = "POST") =>
  call(seconds, { method, effect: "created", serviceAccountId, name });
export const deleted = (seconds: number, serviceAccountId: string, method = "DELETE") =>
  call(seconds, { method, path: `${PATH}/${serviceAccountId}`, effect: "deleted", serviceAccountId });

let events = 0;
export function event(type: string, credentialId: string | null = null, detail = {}): ObservedEvent {
  events += 1;
  return { id: String(events).padStart(6, "0"), rotatingSecretId: "secret", credentialId, type, detail };
}

const SECRET: ObservedSecret = {
  id: "secret",
  pauseReason: null,
  deletedAt: null,
  revocationDelaySeconds: 100,
  retryAt: null,
  rotateRequestedAt: null,
  nextRotationAt: at(1_200),
};

const BLANK: ObservedCredential = {
  id: "",
  rotatingSecretId: "secret",
  state: "FAILED",
  serviceAccountName: "",
  serviceAccountId: null,
  exposedAt: null,
  replacedAt: null,
  revokeAt: null,
  nextCheckAt: null,
  keyRemovedAt: null,
};

export type Story = {
  secret: ObservedSecret;
  old: ObservedCredential;
  current: ObservedCredential;
  lost: ObservedCredential;
  history: HistoryEntry[];
  events: ObservedEvent[];
  exposedKeys: Map<string, string | null>;
};

/** A secret that rotated once: the first credential is revoked, one request was lost and cleaned up. */
export function healthy(): Story {
  return {
    secret: SECRET,
    old: {
      ...BLANK,
      id: "old",
      state: "REVOKED",
      serviceAccountName: "name-1",
      serviceAccountId: "account-1",
      exposedAt: at(2),
      replacedAt: at(600),
      revokeAt: at(700),
    },
    lost: { ...BLANK, id: "lost", state: "DISCARDED", serviceAccountName: "name-2" },
    current: {
      ...BLANK,
      id: "current",
      state: "ACTIVE",
      serviceAccountName: "name-3",
      serviceAccountId: "account-3",
      exposedAt: at(600),
    },
    history: [
      created(1, "foreign", "name-10", "CONTROL"),
      created(1, "account-1", "name-1"),
      created(500, "account-2", "name-2"),
      deleted(545, "account-2"),
      created(599, "account-3", "name-3"),
      deleted(701, "account-1"),
    ],
    events: [
      event("rotating_secret.created"),
      event("credential.mint_started", "old"),
      event("credential.minted", "old"),
      event("credential.exposed", "old"),
      event("credential.mint_started", "lost"),
      event("credential.outcome_unknown", "lost"),
      event("credential.mint_started", "current"),
      event("credential.minted", "current"),
      event("credential.replaced", "old"),
      event("credential.exposed", "current"),
      event("credential.revocation_due", "old"),
      event("credential.revoked", "old"),
      event("credential.watch_ended", "lost"),
    ],
    exposedKeys: new Map([["current", "account-3"]]),
  };
}
