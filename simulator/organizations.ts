import { ChangeFeed } from "./change-feed.ts";
import { newId, newValue } from "./ids.ts";
import { defaultSettings } from "./model.ts";
import type { AdminKey, HistoryEntry, Organization, SavedState, Settings } from "./model.ts";

export type NewAdminKey = {
  name?: string | undefined;
  scopes?: AdminKey["scopes"] | undefined;
  expiresAt?: Date | undefined;
  value?: string | undefined;
};

export class UnknownRecord extends Error {}

/** The organisations, with their admin keys and their behaviour. */
export class OrganizationStore extends ChangeFeed {
  readonly #organizations = new Map<string, Organization>();
  readonly #adminKeys = new Map<string, AdminKey>();
  #settings: Settings = { ...defaultSettings };

  /** Created with an admin key that may write. */
  createOrganization({
    name = "Organization",
    adminKey,
  }: { name?: string; adminKey?: string | undefined } = {}): {
    id: string;
    adminKey: string;
  } {
    const organization: Organization = { id: newId.organization(), name, settings: {} };
    this.#organizations.set(organization.id, organization);
    return { id: organization.id, adminKey: this.createAdminKey(organization.id, { value: adminKey }) };
  }

  createAdminKey(organizationId: string, options: NewAdminKey = {}): string {
    this.organization(organizationId);
    const { name = "Admin key", scopes = "write", expiresAt, value = newValue.adminKey() } = options;
    this.#adminKeys.set(value, {
      id: newId.key(),
      organizationId,
      name,
      value,
      scopes,
      createdAt: this.now(),
      expiresAt: expiresAt?.getTime() ?? null,
      revokedAt: null,
      lastUsedAt: null,
    });
    this.changed();
    return value;
  }

  /** Accepts the key's ID or its value, like the next one. */
  revokeAdminKey(idOrValue: string): void {
    const key = this.adminKey(idOrValue);
    key.revokedAt ??= this.now();
    this.controlEntry(`revoke admin key ${key.id}`, { organizationId: key.organizationId });
  }

  /** An action that the real API lacks: makes a revoked key work again. */
  restoreAdminKey(idOrValue: string): void {
    const key = this.adminKey(idOrValue);
    key.revokedAt = null;
    this.controlEntry(`restore admin key ${key.id}`, { organizationId: key.organizationId });
  }

  liveAdminKey(value: string): AdminKey | null {
    const key = this.#adminKeys.get(value);
    return key && key.revokedAt === null && !this.isPast(key.expiresAt) ? key : null;
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

  adminKey(idOrValue: string): AdminKey {
    const key = this.#adminKeys.get(idOrValue) ?? this.adminKeys().find(({ id }) => id === idOrValue);
    if (!key) throw new UnknownRecord("No such admin key.");
    return key;
  }

  settings(organizationId?: string): Settings {
    return organizationId === undefined
      ? this.#settings
      : { ...this.#settings, ...this.organization(organizationId).settings };
  }

  /** Changes one organisation's behaviour, or without an ID, that of all that have no setting of their own. */
  configure(settings: Partial<Settings>, organizationId?: string): void {
    if (organizationId === undefined) this.#settings = { ...this.#settings, ...settings };
    else Object.assign(this.organization(organizationId).settings, settings);
    this.changed();
  }

  /** The record of an action outside the API. */
  protected controlEntry(path: string, subject: Partial<HistoryEntry> = {}): HistoryEntry {
    return this.openEntry({ method: "CONTROL", path, answered: true, endedAt: this.now(), ...subject });
  }

  protected isPast(time: number | null): boolean {
    return time !== null && time <= this.now();
  }

  protected saveOrganizations(): Pick<SavedState, "settings" | "organizations" | "adminKeys"> {
    return { settings: this.#settings, organizations: this.organizations(), adminKeys: this.adminKeys() };
  }

  protected restoreOrganizations(saved: SavedState): void {
    this.#settings = { ...defaultSettings, ...saved.settings };
    for (const organization of saved.organizations) this.#organizations.set(organization.id, organization);
    for (const key of saved.adminKeys) this.#adminKeys.set(key.value, key);
  }
}
