import { FaultBook, type Fault, type FaultInput } from "./faults.ts";
import { newId, newValue } from "./ids.ts";
import { OrganizationStore, UnknownRecord } from "./organizations.ts";
import { seededRandom } from "./random.ts";
import type { HistoryEntry, Project, SavedState } from "./model.ts";
import type { ServiceAccount, ServiceAccountKey } from "./model.ts";

const HISTORY_SAVED = 500;

type OwnedKey = { account: ServiceAccount; key: ServiceAccountKey };

/** The simulator's whole state. */
export class SimulatorState extends OrganizationStore {
  readonly #faults: FaultBook;
  readonly #projects = new Map<string, Project>();
  readonly #accounts = new Map<string, Map<string, ServiceAccount>>();
  readonly #keys = new Map<string, OwnedKey>();

  /** The seed makes repeatable which calls a fault with a probability affects. */
  constructor({ saved, seed }: { saved?: SavedState | undefined; seed?: number | undefined } = {}) {
    super();
    this.#faults = new FaultBook(seed === undefined ? Math.random : seededRandom(seed));
    if (saved) this.#restore(saved);
  }

  createProject(
    organizationId: string,
    { name, residency = "GLOBAL" }: { name: string; residency?: string | undefined },
  ): Project {
    this.organization(organizationId);
    const project: Project = {
      id: newId.project(),
      organizationId,
      name,
      createdAt: this.now(),
      archivedAt: null,
      residency,
      allowedIps: null,
      listings: 0,
    };
    this.#projects.set(project.id, project);
    this.#accounts.set(project.id, new Map());
    this.changed();
    return project;
  }

  createProjects(organizationId: string, count: number): Project[] {
    return Array.from({ length: count }, (_, index) =>
      this.createProject(organizationId, { name: `Project ${String(index + 1).padStart(4, "0")}` }),
    );
  }

  /** Where the project's keys may be used from now on. Null: everywhere. */
  allowIps(projectId: string, allowedIps: string[] | null): void {
    this.project(projectId).allowedIps = allowedIps;
    this.changed();
  }

  /** Ends the project's accounts too, because an archived project has none. */
  archiveProject(projectId: string): void {
    const project = this.project(projectId);
    project.archivedAt ??= this.now();
    this.controlEntry(`archive project ${projectId}`, { organizationId: project.organizationId, projectId });
    for (const account of this.serviceAccounts(projectId)) this.deleteServiceAccountBehindTheBack(account.id);
  }

  createServiceAccount(
    projectId: string,
    input: { name: string; withKey?: boolean; expiresInSeconds?: number | null },
    entry = this.controlEntry(`service account in ${projectId}`),
  ): ServiceAccount {
    const { organizationId, listings } = this.project(projectId);
    const { name, withKey = true, expiresInSeconds = null } = input;
    const { listingDelayMs, listingDelayListings } = this.settings(organizationId);
    const account: ServiceAccount = {
      id: newId.serviceAccount(),
      organizationId,
      projectId,
      name,
      role: withKey ? "member" : "none",
      createdAt: this.now(),
      listedFrom: this.now() + listingDelayMs,
      listedFromListing: listings + 1 + listingDelayListings,
      keys: [],
    };
    this.#accountsOf(projectId).set(account.id, account);
    if (withKey) this.createKey(account, { expiresInSeconds });
    this.#recordEffect(entry, account, "created");
    return account;
  }

  updateServiceAccount(
    account: ServiceAccount,
    { name, role }: { name?: string | undefined; role?: ServiceAccount["role"] | undefined },
  ) {
    account.name = name ?? account.name;
    account.role = role ?? account.role;
    this.changed();
  }

  deleteServiceAccount(account: ServiceAccount, entry: HistoryEntry): void {
    this.#accountsOf(account.projectId).delete(account.id);
    for (const key of account.keys) this.#keys.delete(key.value);
    this.#recordEffect(entry, account, "deleted");
  }

  deleteServiceAccountBehindTheBack(serviceAccountId: string): void {
    const account = this.serviceAccounts().find(({ id }) => id === serviceAccountId);
    if (!account) throw new UnknownRecord("No such service account.");
    this.deleteServiceAccount(account, this.controlEntry(`service account ${account.id}`));
  }

  createKey(
    account: ServiceAccount,
    { name = "Secret Key", expiresInSeconds }: { name?: string | undefined; expiresInSeconds: number | null },
  ): ServiceAccountKey {
    const key: ServiceAccountKey = {
      id: newId.key(),
      serviceAccountId: account.id,
      name,
      value: newValue.serviceAccountKey(),
      createdAt: this.now(),
      expiresAt: expiresInSeconds === null ? null : this.now() + expiresInSeconds * 1000,
      lastUsedAt: null,
      disabledAt: null,
    };
    account.keys.push(key);
    this.#keys.set(key.value, { account, key });
    this.changed();
    return key;
  }

  setKeyLifetime({ account, key }: OwnedKey, expiresInSeconds: number, entry: HistoryEntry): void {
    key.expiresAt = this.now() + expiresInSeconds * 1000;
    this.#recordEffect(entry, account, "key_limited");
  }

  deleteKey({ account, key }: OwnedKey, entry: HistoryEntry): void {
    account.keys.splice(account.keys.indexOf(key), 1);
    this.#keys.delete(key.value);
    this.#recordEffect(entry, account, "key_deleted");
  }

  /** Someone deletes a key and leaves its account, OpenAI disables it, or it gets an expiry. */
  endKeyBehindTheBack(keyId: string, how: "delete" | "disable" | { expiresInSeconds: number }): void {
    const found = [...this.#keys.values()].find(({ key }) => key.id === keyId);
    if (!found) throw new UnknownRecord("No such key.");
    const entry = this.controlEntry(`key ${keyId}`);
    if (how === "delete") return this.deleteKey(found, entry);
    if (how !== "disable") return this.setKeyLifetime(found, how.expiresInSeconds, entry);
    found.key.disabledAt = this.now();
    this.#recordEffect(entry, found.account, "key_disabled");
  }

  /** The service-account key with this value, unless it was deleted or disabled, or has expired. */
  liveKey(value: string): OwnedKey | null {
    const found = this.#keys.get(value);
    if (!found || found.key.disabledAt !== null) return null;
    return this.isPast(found.key.expiresAt) ? null : found;
  }

  isKeyLive(value: string): boolean {
    return this.liveKey(value) !== null || this.liveAdminKey(value) !== null;
  }

  markUsed(key: { lastUsedAt: number | null }): void {
    key.lastUsedAt = this.now();
    this.changed();
  }

  findProject(id: string): Project | undefined {
    return this.#projects.get(id);
  }

  findServiceAccount(projectId: string, id: string): ServiceAccount | undefined {
    return this.#accounts.get(projectId)?.get(id);
  }

  project(id: string): Project {
    const project = this.#projects.get(id);
    if (!project) throw new UnknownRecord("No such project.");
    return project;
  }

  projects(): Project[] {
    return [...this.#projects.values()];
  }

  /** The live accounts, oldest first, including those that listings don't show yet. */
  serviceAccounts(projectId?: string): ServiceAccount[] {
    if (projectId !== undefined) return [...this.#accountsOf(projectId).values()];
    return [...this.#accounts.values()].flatMap((accounts) => [...accounts.values()]);
  }

  /** One listing of the project's accounts. Only its first page counts as a new one. */
  listServiceAccounts(projectId: string, { isFirstPage }: { isFirstPage: boolean }): ServiceAccount[] {
    const project = this.project(projectId);
    if (isFirstPage) project.listings += 1;
    return this.serviceAccounts(projectId).filter(
      (account) => account.listedFrom <= this.now() && account.listedFromListing <= project.listings,
    );
  }

  addFault(fault: FaultInput): string {
    const id = this.#faults.add(fault);
    this.changed();
    return id;
  }

  clearFaults(id?: string): void {
    this.#faults.clear(id);
    this.changed();
  }

  faults(): ReturnType<FaultBook["list"]> {
    return this.#faults.list();
  }

  takeFault(call: Parameters<FaultBook["take"]>[0]): Fault | null {
    return this.#faults.take(call);
  }

  /** What a restart needs. Not faults, which a restart ends. */
  save(): SavedState {
    return {
      version: 1,
      ...this.saveOrganizations(),
      projects: this.projects(),
      serviceAccounts: this.serviceAccounts(),
      history: this.history.slice(-HISTORY_SAVED),
      lastSeq: this.lastSeq,
    };
  }

  #restore(saved: SavedState): void {
    this.restoreOrganizations(saved);
    for (const project of saved.projects) {
      this.#projects.set(project.id, project);
      this.#accounts.set(project.id, new Map());
    }
    for (const account of saved.serviceAccounts) {
      this.#accountsOf(account.projectId).set(account.id, account);
      for (const key of account.keys) this.#keys.set(key.value, { account, key });
    }
    this.restoreHistory(saved.history, saved.lastSeq);
  }

  #accountsOf(projectId: string): Map<string, ServiceAccount> {
    const accounts = this.#accounts.get(projectId);
    if (!accounts) throw new UnknownRecord("No such project.");
    return accounts;
  }

  #recordEffect(
    entry: HistoryEntry,
    account: ServiceAccount,
    effect: NonNullable<HistoryEntry["effect"]>,
  ): void {
    entry.organizationId = account.organizationId;
    entry.projectId = account.projectId;
    entry.name ??= account.name;
    entry.serviceAccountId = account.id;
    entry.effect = effect;
    entry.effectAt = this.now();
    this.changed();
  }
}
