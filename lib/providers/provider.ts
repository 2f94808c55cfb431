/** What the rotation engine needs of a provider. A new one implements this and joins the registry. Every call may throw ProviderError. */
import type { ProviderName } from "./names";

/** `residency`: where the provider keeps its data, in the provider's own words; GLOBAL where it does not say. */
export type Project = { id: string; name: string; residency: string };
export type ServiceAccount = { id: string; name: string };

/** One key of a project. Null: it has no end; it was never used, as far as the provider tells. */
export type ProviderKey = { id: string; expiresAt: Date | null; lastUsedAt: Date | null };

/** Called before each page of a listing: may wait, and ends the listing by throwing. */
export type BeforePage = () => Promise<void>;

export type Minted = {
  serviceAccountId: string;
  keyId: string;
  /** Shown once by the provider. */
  apiKey: string;
  keyExpiresAt: Date | null;
};

export type MintRequest = { projectId: string; name: string; keyLifetimeSeconds?: number | null };

/** `gone`: deleted now or earlier. `project_archived`: its keys died with the project. `unconfirmed`: this admin key can't see it. */
export type Revoked = "gone" | "project_archived" | "unconfirmed";

/**
 * `refused` only where the provider says that the key is wrong. All else, failures included, is `unclear`: it says
 * something about the way there. `reason`: a sentence that may be shown and stored. `isAway`: nobody answered.
 */
export type Verdict =
  | { kind: "accepted" }
  | { kind: "refused"; reason: string }
  | { kind: "unclear"; reason: string; isAway?: boolean };

/** What the provider's own clock says now, by its last answer so many seconds ago. */
export type ClockReading = { now: Date; ageSeconds: number };

export type Provider = {
  name: ProviderName;
  /** Null before the first answer to this process. Makes no call, never throws. */
  clock: () => ClockReading | null;
  /** Whether the root credential may be used. It proves reading only: the first mint proves the rest. */
  validateRoot: (rootKey: string) => Promise<void>;
  /** When the root credential ends by itself; null where it never does, or the provider does not tell. */
  rootKeyExpiry?: (rootKey: string) => Promise<Date | null>;
  /** Every active project, sorted by name. `includeArchived` adds the others. */
  listProjects: (rootKey: string, options?: { includeArchived?: boolean }) => Promise<Project[]>;
  getProject: (rootKey: string, projectId: string) => Promise<Project & { active: boolean }>;
  /** One request, never repeated. Without `keyLifetimeSeconds` the key has no end, if the organisation allows that. */
  mint: (rootKey: string, request: MintRequest) => Promise<Minted>;
  /** None for an archived project: its accounts went with it. */
  listServiceAccounts: (
    rootKey: string,
    projectId: string,
    beforePage?: BeforePage,
  ) => Promise<ServiceAccount[]>;
  /** Asks for one account. Throws where this admin key does not see the project: then nothing is known. */
  hasServiceAccount: (
    rootKey: string,
    account: { projectId: string; serviceAccountId: string },
  ) => Promise<boolean>;
  /** Every enabled key of the project, whoever owns it; none for an archived project. Listings lag. */
  listKeys: (rootKey: string, projectId: string, beforePage?: BeforePage) => Promise<ProviderKey[]>;
  /** Asks for one key; null: it is gone for certain. Throws where this admin key does not see the project. */
  findKey: (rootKey: string, key: { projectId: string; keyId: string }) => Promise<ProviderKey | null>;
  revoke: (rootKey: string, account: { projectId: string; serviceAccountId: string }) => Promise<Revoked>;
  /** Whether a key works, asked with the key itself at the address of its project's region. Never throws. */
  verify: (apiKey: string, residency: string | null) => Promise<Verdict>;
  /** Where programs reach the provider with a key of such a project, without a slash at its end. Makes no call. */
  baseUrl: (residency: string | null) => string;
};
