import { FaultBook, type Fault, type FaultInput } from "./faults.ts";
import { ChangeFeed } from "./change-feed.ts";
import { newId, newValue } from "./ids.ts";
import { defaultSettings } from "./model.ts";
import type { AdminKey, HistoryEntry, Organization, Project, SavedState } from "./model.ts";
import type { ServiceAccount, ServiceAccountKey, Settings } from "./model.ts";

const HISTORY_SAVED = 500;

export class UnknownRecord extends Error {}

/** Everything the stand-in knows. */
export class SimulatorState extends ChangeFeed {
  readonly #faults = new FaultBook();
  readonly #organizations = new Map<string, Organization>();
  readonly #adminKeys = new Map<string, AdminKey>();
  readonly #projects = new Map<string, Project>();
  readonly #accounts = new Map<string, Map<string, ServiceAccount>>();
  readonly #keys = new Map<string, { account: ServiceAccount; key: ServiceAccountKey }>();
  #settings: Settings = { ...defaultSettings };

  constructor(saved?: SavedState) {
    super();
    if (saved) this.#restore(saved);
  }

  createOrganization({ name = "Organization" }: { name?: string } = {}): { id: string; adminKey: string } {
    const organization: Organization = { id: newId.organization(), name, settings: {} };
    this.#organizations.set(organization.id, organization);
    return { id: organization.id, adminKey: this.createAdminKey(organization.id) };
  }

  createAdminKey(
    organizationId: string,
    options: { name?: string; scopes?: AdminKey["scopes"]; expiresAt?: Date } = {},
  ): string {
    this.organization(organizationId);
    const { name = "Admin key", scopes = "write", expiresAt } = options;
    const value = newValue.adminKey();
    this.#adminKeys.set(value, {
      id: newId.key(),
      organizationId,
      name,
      value,
      scopes,
      createdAt: this.now(),
      expiresAt: expiresAt?.getTime() ?? null,
      lastUsedAt: null,
    });
    this.changed();
    return value;
  }

  revokeAdminKey(value: string): void {
    if (!this.#adminKeys.delete(value)) throw new UnknownRecord("No such admin key.");
    this.changed();
  }

  createProject(organizationId: string, { name }: { name: string }): Project {
    this.organization(organizationId);
    const project = { id: newId.project(), organizationId, name, createdAt: this.now(), archivedAt: null };
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

  /** Ends the project's accounts with it, as an archived project has none. */
  archiveProject(projectId: string): void {
    const project = this.project(projectId);
    project.archivedAt ??= this.now();
    for (const account of this.serviceAccounts(projectId)) this.deleteServiceAccountBehindTheBack(account.id);
    this.changed();
  }

  createServiceAccount(
    projectId: string,
    input: { name: string; withKey?: boolean; expiresInSeconds?: number | null },
    entry = this.openEntry({ method: "CONTROL", path: `service account in ${projectId}`, answered: true }),
  ): ServiceAccount {
    const { organizationId } = this.project(projectId);
    const { name, withKey = true, expiresInSeconds = null } = input;
    const account: ServiceAccount = {
      id: newId.serviceAccount(),
      organizationId,
      projectId,
      name,
      role: withKey ? "member" : "none",
      createdAt: this.now(),
      listedFrom: this.now() + this.settings(organizationId).listingDelayMs,
      keys: [],
    };
    this.#accountsOf(projectId).set(account.id, account);
    if (withKey) this.createKey(account, { expiresInSeconds });
    this.#recordEffect(entry, account, "created");
    return account;
  }

  deleteServiceAccount(account: ServiceAccount, entry: HistoryEntry): void {
    this.#accountsOf(account.projectId).delete(account.id);
    for (const key of account.keys) this.#keys.delete(key.value);
    this.#recordEffect(entry, account, "deleted");
  }

  deleteServiceAccountBehindTheBack(serviceAccountId: string): void {
    const account = this.serviceAccounts().find(({ id }) => id === serviceAccountId);
    if (!account) throw new UnknownRecord("No such service account.");
    const path = `service account ${account.id}`;
    this.deleteServiceAccount(account, this.openEntry({ method: "CONTROL", path, answered: true }));
  }

  createKey(
    account: ServiceAccount,
    { name = "Secret Key", expiresInSeconds }: { name?: string; expiresInSeconds: number | null },
  ): ServiceAccountKey {
    const key: ServiceAccountKey = {
      id: newId.key(),
      serviceAccountId: account.id,
      name,
      value: newValue.serviceAccountKey(),
      createdAt: this.now(),
      expiresAt: expiresInSeconds === null ? null : this.now() + expiresInSeconds * 1000,
      lastUsedAt: null,
    };
    account.keys.push(key);
    this.#keys.set(key.value, { account, key });
    this.changed();
    return key;
  }

  deleteKey(account: ServiceAccount, key: ServiceAccountKey): void {
    account.keys.splice(account.keys.indexOf(key), 1);
    this.#keys.delete(key.value);
    this.changed();
  }

  /** The service-account key with this value, unless it was ended or has expired. */
  liveKey(value: string): { account: ServiceAccount; key: ServiceAccountKey } | null {
    const found = this.#keys.get(value);
    return found && !this.#isPast(found.key.expiresAt) ? found : null;
  }

  isKeyLive(value: string): boolean {
    return this.liveKey(value) !== null || this.liveAdminKey(value) !== null;
  }

  liveAdminKey(value: string): AdminKey | null {
    const key = this.#adminKeys.get(value);
    return key && !this.#isPast(key.expiresAt) ? key : null;
  }

  markUsed(key: { lastUsedAt: number | null }): void {
    key.lastUsedAt = this.now();
    this.changed();
  }

  organization(id: string): Organization {
    const organization = this.#organizations.get(id);
    if (!organization) throw new UnknownRecord("No such organization.");
    return organization;
  }

  organizations(): Organization[] {
    return [...this.#organizations.values()];
  }

  adminKeys(): AdminKey[] {
    return [...this.#adminKeys.values()];
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

  /** The live accounts, oldest first; one that listings do not show yet is among them. */
  serviceAccounts(projectId?: string): ServiceAccount[] {
    if (projectId !== undefined) return [...this.#accountsOf(projectId).values()];
    return [...this.#accounts.values()].flatMap((accounts) => [...accounts.values()]);
  }

  settings(organizationId?: string): Settings {
    return organizationId === undefined
      ? this.#settings
      : { ...this.#settings, ...this.organization(organizationId).settings };
  }

  /** Changes one organization's behaviour, or without an id that of all that have no setting of their own. */
  configure(settings: Partial<Settings>, organizationId?: string): void {
    if (organizationId === undefined) this.#settings = { ...this.#settings, ...settings };
    else Object.assign(this.organization(organizationId).settings, settings);
    this.changed();
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

  /** What a restart needs. Faults are left out: a restart ends them. */
  save(): SavedState {
    return {
      version: 1,
      settings: this.#settings,
      organizations: this.organizations(),
      adminKeys: this.adminKeys(),
      projects: this.projects(),
      serviceAccounts: this.serviceAccounts(),
      history: this.history.slice(-HISTORY_SAVED),
      lastSeq: this.lastSeq,
    };
  }

  #restore(saved: SavedState): void {
    this.#settings = saved.settings;
    for (const organization of saved.organizations) this.#organizations.set(organization.id, organization);
    for (const key of saved.adminKeys) this.#adminKeys.set(key.value, key);
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

  #isPast(time: number | null): boolean {
    return time !== null && time <= this.now();
  }

  #recordEffect(entry: HistoryEntry, account: ServiceAccount, effect: "created" | "deleted"): void {
    entry.organizationId = account.organizationId;
    entry.projectId = account.projectId;
    entry.name ??= account.name;
    entry.serviceAccountId = account.id;
    entry.effect = effect;
    entry.effectAt = this.now();
    this.changed();
  }
}
