/**
 * What the rotation engine needs from a provider. A new provider implements this and joins the registry.
 * Every call may throw ProviderError.
 */
import type { ProviderName } from "./names";

/** `residency`: where the provider keeps its data, in the provider's words. GLOBAL if it doesn't say. */
export type Project = { id: string; name: string; residency: string };
export type ServiceAccount = { id: string; name: string };

/** One key of a project. Null: doesn't expire; was never used, as far as the provider reports. */
export type ProviderKey = { id: string; expiresAt: Date | null; lastUsedAt: Date | null };

/** Called before each page of a listing. May wait, and ends the listing by throwing. */
export type BeforePage = () => Promise<void>;

export type Minted = {
  serviceAccountId: string;
  keyId: string;
  /** Shown once by the provider. */
  apiKey: string;
  keyExpiresAt: Date | null;
};

export type MintRequest = { projectId: string; name: string; keyLifetimeSeconds?: number | null };

/**
 * `gone`: deleted now or earlier. `project_archived`: its keys ended with the project. `unconfirmed`: this
 * admin key can't see it.
 */
export type Revoked = "gone" | "project_archived" | "unconfirmed";

/**
 * `refused` only if the provider says that the key is wrong. Everything else, including failures, is
 * `unclear`, because it concerns the way to the provider. `reason`: a sentence that may be shown and stored.
 * `isAway`: no response.
 */
export type Verdict =
  | { kind: "accepted" }
  | { kind: "refused"; reason: string }
  | { kind: "unclear"; reason: string; isAway?: boolean };

/** The provider's clock now, according to a response a number of seconds ago. */
export type ClockReading = { now: Date; ageSeconds: number };

export type Provider = {
  name: ProviderName;
  /** Null before the first response to this process. Makes no call and never throws. */
  clock: () => ClockReading | null;
  /** Checks whether the admin key may be used. This proves only reading; the first mint proves the rest. */
  validateRoot: (rootKey: string) => Promise<void>;
  /** When the admin key expires. Null if it doesn't, or if the provider doesn't say. */
  rootKeyExpiry?: (rootKey: string) => Promise<Date | null>;
  /** Every active project, sorted by name. `includeArchived` adds the others. */
  listProjects: (rootKey: string, options?: { includeArchived?: boolean }) => Promise<Project[]>;
  getProject: (rootKey: string, projectId: string) => Promise<Project & { active: boolean }>;
  /**
   * One request, never repeated. Without `keyLifetimeSeconds` the key doesn't expire, if the organisation
   * allows that.
   */
  mint: (rootKey: string, request: MintRequest) => Promise<Minted>;
  /** Empty for an archived project, because its accounts ended with it. */
  listServiceAccounts: (
    rootKey: string,
    projectId: string,
    beforePage?: BeforePage,
  ) => Promise<ServiceAccount[]>;
  /** Reads one account. Throws if this admin key can't see the project, because then nothing is known. */
  hasServiceAccount: (
    rootKey: string,
    account: { projectId: string; serviceAccountId: string },
  ) => Promise<boolean>;
  /** Every enabled key of the project, with any owner. Empty for an archived project. Listings lag. */
  listKeys: (rootKey: string, projectId: string, beforePage?: BeforePage) => Promise<ProviderKey[]>;
  /** Reads one key. Null: certainly gone. Throws if this admin key can't see the project. */
  findKey: (rootKey: string, key: { projectId: string; keyId: string }) => Promise<ProviderKey | null>;
  revoke: (rootKey: string, account: { projectId: string; serviceAccountId: string }) => Promise<Revoked>;
  /** Checks a key with the key itself, at the URL of its project's region. Never throws. */
  verify: (apiKey: string, residency: string | null) => Promise<Verdict>;
  /** The URL at which programs use a key of such a project, without a trailing slash. Makes no call. */
  baseUrl: (residency: string | null) => string;
};
