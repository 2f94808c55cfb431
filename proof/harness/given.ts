/** What the rows of prepared tests have in common, and how a provider fails in them. */
import { aRoot } from "./builders";
import { Keyring } from "@/lib/crypto/keyring";
import { ProviderError, type LeftBehind } from "@/lib/providers/provider-error";
import type { FailureCode } from "@/lib/lists/failure-codes";
import type { Creation } from "@/lib/rotation/engine/create";
import type { RootRow } from "@/lib/rotation/store/store";
import type { By } from "@/lib/access/context";

export const T0 = new Date("2026-03-01T12:00:00Z");
export const KEYRING = new Keyring([{ id: "k1", key: new Uint8Array(32).fill(7) }]);
export const ORGANISATION = "00000000-0000-7000-8000-0000000000aa";
export const ROOT = "00000000-0000-7000-8000-0000000000cc";
export const SECRET = "00000000-0000-7000-8000-000000000100";
export const PROJECT = "proj_a";
export const HOUR = 3_600;
export const DAY = 24 * HOUR;
export const INTERVAL = 6 * HOUR;
export const DELAY = 2 * HOUR;
export const WATCH_INTERVAL = 600;
/** A call takes at most 30 s: a lease lasts 60 s, a request is lost after 45 s, a saved key is given up after 600 s. */
export const TIMING = { scale: 1, providerTimeoutSeconds: 30 };

export const OWNER: By = {
  actor: {
    kind: "user",
    organisationId: ORGANISATION,
    userId: "00000000-0000-7000-8000-0000000000dd",
    email: "ada@example.com",
    role: "owner",
    environmentRoles: [],
    sessionId: "00000000-0000-7000-8000-0000000000ee",
  },
  origin: { ip: null, userAgent: null },
};

export function failure(
  code: FailureCode,
  kind: "nothing" | "unknown" = "nothing",
  retryAfterSeconds?: number,
): ProviderError {
  return new ProviderError(
    code,
    code,
    { kind },
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );
}

export function leavingAccount(serviceAccountId: string): ProviderError {
  const left: LeftBehind = { kind: "account", serviceAccountId };
  return new ProviderError("provider_malformed_response", "No key.", left);
}

/** The admin key's row, as it was saved at `at`. */
export function rootRow(envelope: string, at = T0): RootRow {
  return {
    ...aRoot(ORGANISATION, { id: ROOT, name: "Acme", envelope, lastValidatedAt: at }),
    labels: [],
    status: "valid",
    lastFailureMessage: null,
    parkedUntil: null,
    environmentIds: [],
    projectIds: [],
    pacedUntil: null,
    inventoryDueAt: at,
    inventoryFailures: 0,
    inventoriedAt: null,
    unclaimedAccounts: [],
    keyExpiresAt: null,
    expiryCheckedAt: null,
    expiryToldDays: null,
    version: 1,
    deletedAt: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** What the engine is given for a secret that is being created. */
export const CREATION: Creation = {
  id: SECRET,
  organisationId: ORGANISATION,
  environmentId: "00000000-0000-7000-8000-0000000000bb",
  thirdPartyCredentialId: ROOT,
  provider: "openai",
  name: "OpenAI",
  description: "",
  projectId: PROJECT,
  projectName: "",
  projectResidency: "GLOBAL",
  nameTemplate: "phase-rs-{id}",
  keyLifetimeSeconds: null,
  rotationIntervalSeconds: INTERVAL,
  revocationDelaySeconds: DELAY,
  createdByUserId: null,
};
