/** A provider in memory that remembers everything: the truth that the engine's rows are held against. */
import type { FailureCode } from "@/lib/lists/failure-codes";
import { ProviderError, type LeftBehind } from "@/lib/providers/provider-error";
import type {
  Minted,
  Provider,
  ProviderKey,
  Revoked,
  ServiceAccount,
  Verdict,
} from "@/lib/providers/provider";
import type { Process } from "./process";

export type Account = {
  id: string;
  name: string;
  projectId: string;
  apiKey: string;
  /** Not ours: made by someone else. */
  foreign: boolean;
  createdAtMs: number;
  /** From then on listings show it. */
  listedAtMs: number;
  deletedAtMs: number | null;
  deletedBy: "engine" | "outside" | null;
  /** Its key may end before it does. */
  key: { id: string; listed: boolean; works: boolean; expiresAtMs: number | null };
};

/** How someone ends a key and leaves its account. A disabled one may be listed all the same. */
export type KeyEnd = { how: "delete" | "disable" | "disable_listed" } | { how: "limit"; seconds: number };

export const FAULT_KINDS = [
  "unauthorized",
  "forbidden",
  "rejected",
  "not_found",
  "rate_limited",
  "not_reached",
  "down_before",
  "down_after",
  "late",
  "no_key",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type Call = "mint" | "list" | "revoke" | "verify";
/** What befalls the next `times` calls of that sort. `seconds`: the pause asked for, or how late an effect comes. */
export type Fault = { call: Call; kind: FaultKind; times: number; seconds: number };

type LateMint = { atMs: number; projectId: string; name: string };

const NOTHING: LeftBehind = { kind: "nothing" };
const UNKNOWN: LeftBehind = { kind: "unknown" };

const failed = (code: FailureCode, left: LeftBehind, details: ProviderError["details"] = {}) =>
  new ProviderError(code, code, left, details);

export class FakeProvider {
  readonly accounts: Account[] = [];
  /** The name in each request for an account that arrived. */
  readonly namesSent: string[] = [];
  readonly archived = new Set<string>();
  readonly faults: Fault[] = [];
  listingLagSeconds = 0;
  keyLifeSeconds: number | null = null;
  #late: LateMint[] = [];

  constructor(
    private readonly nowMs: () => number,
    /** The projects that each admin key sees. */
    private readonly keys: Readonly<Record<string, readonly string[]>>,
    /** Called before an account is deleted by request. */
    private readonly onDelete: (serviceAccountId: string, account: Account | undefined) => void,
  ) {}

  alive(): Account[] {
    this.#makeLate();
    return this.accounts.filter(({ deletedAtMs }) => deletedAtMs === null);
  }

  archive(projectId: string): void {
    this.archived.add(projectId);
    for (const account of this.alive()) if (account.projectId === projectId) this.#remove(account, "outside");
  }

  /** Someone else's account. */
  addForeign(projectId: string, name: string): void {
    this.#make(projectId, name).foreign = true;
  }

  removeOutside(at: number): void {
    const ours = this.alive().filter(({ foreign }) => !foreign);
    const account = ours[at % Math.max(ours.length, 1)];
    if (account !== undefined) this.#remove(account, "outside");
  }

  /** Someone deletes, disables or limits the key of an account of ours that lives. */
  endKey(at: number, end: KeyEnd): void {
    const ours = this.alive().filter(({ foreign }) => !foreign);
    const account = ours[at % Math.max(ours.length, 1)];
    if (account === undefined) return;
    if (end.how === "limit") account.key.expiresAtMs = this.nowMs() + end.seconds * 1000;
    else Object.assign(account.key, { works: false, listed: end.how === "disable_listed" });
  }

  /** Whether programs can use the key. */
  keyWorks(apiKey: string): boolean {
    return this.alive().some((account) => account.apiKey === apiKey && this.#isLive(account));
  }

  /** The provider as one process sees it. */
  seenBy(process: Process): Provider {
    const calling = <Result>(label: string, perform: () => Result) =>
      process.step("call", label, async () => {
        this.#makeLate();
        return perform();
      });
    const unused = () => Promise.reject(new Error("The engine does not make this call."));
    return {
      name: "openai",
      clock: () => ({ now: new Date(this.nowMs()), ageSeconds: 0 }),
      validateRoot: unused,
      listProjects: unused,
      getProject: unused,
      listKeys: async (rootKey, projectId, beforePage) => {
        await beforePage?.();
        return await calling("list keys", () => this.#keys(rootKey, projectId));
      },
      findKey: (rootKey, { projectId, keyId }) =>
        calling("find key", () => this.#keys(rootKey, projectId).find(({ id }) => id === keyId) ?? null),
      mint: (rootKey, { projectId, name }) => calling("mint", () => this.#mint(rootKey, projectId, name)),
      hasServiceAccount: (rootKey, { projectId, serviceAccountId }) =>
        calling("ask", () => this.#has(rootKey, projectId, serviceAccountId)),
      listServiceAccounts: (rootKey, projectId) => calling("list", () => this.#list(rootKey, projectId)),
      revoke: (rootKey, { projectId, serviceAccountId }) =>
        calling("revoke", () => this.#revoke(rootKey, projectId, serviceAccountId)),
      verify: (apiKey) => calling("verify", () => this.#verify(apiKey)),
      baseUrl: () => "https://openai.invalid/v1",
    };
  }

  #mint(rootKey: string, projectId: string, name: string): Minted {
    const fault = this.#takeFault("mint");
    if (fault?.kind !== "not_reached") this.namesSent.push(name);
    this.#refuseBefore(rootKey, projectId, fault);
    if (this.archived.has(projectId)) throw failed("project_not_found", NOTHING, { status: 400 });
    if (fault?.kind === "late") {
      this.#late.push({ atMs: this.nowMs() + fault.seconds * 1000, projectId, name });
      throw failed("provider_unavailable", UNKNOWN);
    }
    const { id, apiKey, key } = this.#make(projectId, name);
    const life = this.keyLifeSeconds;
    key.expiresAtMs = life === null ? null : this.nowMs() + life * 1000;
    if (fault?.kind === "down_after") throw failed("provider_unavailable", UNKNOWN, { status: 500 });
    if (fault?.kind === "no_key")
      throw failed("provider_malformed_response", { kind: "account", serviceAccountId: id });
    const keyExpiresAt = key.expiresAtMs === null ? null : new Date(key.expiresAtMs);
    return { serviceAccountId: id, keyId: key.id, apiKey, keyExpiresAt };
  }

  #keys(rootKey: string, projectId: string): ProviderKey[] {
    const fault = this.#takeFault("list");
    this.#refuseBefore(rootKey, projectId, fault);
    return this.alive()
      .filter((account) => account.projectId === projectId && account.key.listed)
      .map(({ key: { id, expiresAtMs } }) => {
        return { id, expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs), lastUsedAt: null };
      });
  }

  #isLive({ key }: Account): boolean {
    return key.works && (key.expiresAtMs === null || key.expiresAtMs > this.nowMs());
  }

  #list(rootKey: string, projectId: string): ServiceAccount[] {
    this.#refuseBefore(rootKey, projectId, this.#takeFault("list"));
    return this.accounts
      .filter((account) => account.projectId === projectId && account.deletedAtMs === null)
      .filter(({ listedAtMs }) => listedAtMs <= this.nowMs())
      .map(({ id, name }) => ({ id, name }));
  }

  #has(rootKey: string, projectId: string, serviceAccountId: string): boolean {
    this.#refuseBefore(rootKey, projectId, this.#takeFault("list"));
    return this.alive().some(({ id }) => id === serviceAccountId);
  }

  #revoke(rootKey: string, projectId: string, serviceAccountId: string): Revoked {
    const fault = this.#takeFault("revoke");
    // Another organisation's key is answered 404 for the account and for its project.
    if (this.keys[rootKey]?.includes(projectId) === false) return "unconfirmed";
    this.#refuseBefore(rootKey, projectId, fault);
    if (this.archived.has(projectId)) return "project_archived";
    const account = this.accounts.find(({ id }) => id === serviceAccountId);
    this.onDelete(serviceAccountId, account);
    if (account?.deletedAtMs === null) this.#remove(account, "engine");
    if (fault?.kind === "down_after") throw failed("provider_unavailable", UNKNOWN, { status: 500 });
    return "gone";
  }

  #verify(apiKey: string): Verdict {
    const fault = this.#takeFault("verify");
    if (fault !== null)
      return { kind: fault.kind === "unauthorized" ? "refused" : "unclear", reason: fault.kind };
    return this.keyWorks(apiKey) ? { kind: "accepted" } : { kind: "refused", reason: "It is gone." };
  }

  #refuseBefore(rootKey: string, projectId: string, fault: Fault | null): void {
    const projects = this.keys[rootKey];
    if (projects === undefined || fault?.kind === "unauthorized")
      throw failed("provider_auth_failed", NOTHING, { status: 401 });
    if (!projects.includes(projectId) || fault?.kind === "not_found")
      throw failed("project_not_found", NOTHING, { status: 404 });
    switch (fault?.kind) {
      case "forbidden":
        throw failed("provider_scope_missing", NOTHING, { status: 403 });
      case "rejected":
        throw failed("provider_rejected", NOTHING, { status: 422 });
      case "rate_limited":
        throw failed("provider_rate_limited", NOTHING, { status: 429, retryAfterSeconds: fault.seconds });
      case "not_reached":
        throw failed("provider_unavailable", NOTHING);
      case "down_before":
        throw failed("provider_unavailable", UNKNOWN, { status: 503 });
      case "down_after":
      case "late":
      case "no_key":
      case undefined:
        return;
    }
  }

  #takeFault(call: Call): Fault | null {
    const fault = this.faults.find((each) => each.call === call && each.times > 0);
    if (fault === undefined) return null;
    fault.times -= 1;
    return fault;
  }

  /** Requests whose answer is long lost take effect. */
  #makeLate(): void {
    const due = this.#late.filter(({ atMs }) => atMs <= this.nowMs());
    this.#late = this.#late.filter(({ atMs }) => atMs > this.nowMs());
    for (const { atMs, projectId, name } of due)
      if (!this.archived.has(projectId)) this.#make(projectId, name, atMs);
  }

  #make(projectId: string, name: string, createdAtMs = this.nowMs()): Account {
    const id = `sa_${this.accounts.length + 1}`;
    const account: Account = {
      id,
      name,
      projectId,
      apiKey: `key-of-${id}`,
      foreign: false,
      createdAtMs,
      listedAtMs: createdAtMs + this.listingLagSeconds * 1000,
      deletedAtMs: null,
      deletedBy: null,
      key: { id: `key_${id}`, listed: true, works: true, expiresAtMs: null },
    };
    this.accounts.push(account);
    return account;
  }

  #remove(account: Account, by: "engine" | "outside"): void {
    account.deletedAtMs = this.nowMs();
    account.deletedBy = by;
  }
}
