import type { AdminAPIKey } from "openai/resources/admin/organization/admin-api-keys";
import type { ProjectAPIKey } from "openai/resources/admin/organization/projects/api-keys";
import type { Project as WireProject } from "openai/resources/admin/organization/projects/projects";
import type { APIKeyCreateResponse } from "openai/resources/admin/organization/projects/service-accounts/api-keys";
import type {
  ProjectServiceAccount,
  ServiceAccountCreateResponse,
} from "openai/resources/admin/organization/projects/service-accounts/service-accounts";
import { redact } from "./ids.ts";
import type { AdminKey, Project, ServiceAccount, ServiceAccountKey } from "./model.ts";

export type Listing<Item> = {
  object: "list";
  data: Item[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
};

const seconds = (ms: number) => Math.floor(ms / 1000);
const secondsOrNull = (ms: number | null) => (ms === null ? null : seconds(ms));

export function wireProject(project: Project): WireProject {
  return {
    id: project.id,
    object: "organization.project",
    name: project.name,
    created_at: seconds(project.createdAt),
    archived_at: secondsOrNull(project.archivedAt),
    status: project.archivedAt === null ? "active" : "archived",
    // Any word that the real API might use.
    residency: project.residency as NonNullable<WireProject["residency"]>,
  };
}

export function wireServiceAccount(account: ServiceAccount): ProjectServiceAccount {
  return {
    object: "organization.project.service_account",
    id: account.id,
    name: account.name,
    role: account.role,
    created_at: seconds(account.createdAt),
  };
}

export function wireMint(
  account: ServiceAccount,
  key: ServiceAccountKey | null,
): ServiceAccountCreateResponse {
  const role = account.role === "none" ? "none" : "member";
  return { ...wireServiceAccount(account), role, api_key: key && wireNewKey(key) };
}

/** The only responses that contain a key's value. */
export function wireNewKey(key: ServiceAccountKey): APIKeyCreateResponse {
  return {
    object: "organization.project.service_account.api_key",
    id: key.id,
    value: key.value,
    name: key.name,
    created_at: seconds(key.createdAt),
    expires_at: secondsOrNull(key.expiresAt),
  };
}

export function wireProjectKey(account: ServiceAccount, key: ServiceAccountKey): ProjectAPIKey {
  return {
    object: "organization.project.api_key",
    id: key.id,
    name: key.name,
    redacted_value: redact(key.value),
    created_at: seconds(key.createdAt),
    last_used_at: secondsOrNull(key.lastUsedAt),
    expires_at: secondsOrNull(key.expiresAt),
    owner_project_access: projectAccess(account),
    owner: {
      type: "service_account",
      service_account: {
        id: account.id,
        name: account.name,
        role: account.role,
        created_at: seconds(account.createdAt),
      },
    },
  };
}

export function projectAccess(account: ServiceAccount): "active" | "inactive" {
  return account.role === "none" ? "inactive" : "active";
}

export function wireAdminKey(key: AdminKey): AdminAPIKey {
  return {
    object: "organization.admin_api_key",
    id: key.id,
    name: key.name,
    redacted_value: redact(key.value),
    created_at: seconds(key.createdAt),
    expires_at: secondsOrNull(key.expiresAt),
    last_used_at: secondsOrNull(key.lastUsedAt),
    owner: {
      type: "user",
      object: "organization.user",
      id: "user_simulated",
      name: "Simulated Owner",
      role: "owner",
      created_at: seconds(key.createdAt),
    },
  };
}

type Deleted<Kind extends string> = { object: `${Kind}.deleted`; id: string; deleted: true };

export function wireDeleted<Kind extends string>(kind: Kind, id: string): Deleted<Kind> {
  return { object: `${kind}.deleted`, id, deleted: true };
}
