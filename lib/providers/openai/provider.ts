/** OpenAI behind the provider contract. Zod parses every response, because the SDK doesn't check what it returns. */
import type * as z from "zod";
import { printable } from "@/lib/formats/printable";
import { ProviderError } from "../provider-error";
import type {
  ClockReading,
  Minted,
  Project,
  Provider,
  ProviderKey,
  Revoked,
  ServiceAccount,
  Verdict,
} from "../provider";
import { malformed, parsed } from "./answers";
import { adminClient, keyClient, type OpenAiSettings } from "./client";
import { toProviderError } from "./describe-failure";
import { everyPage, pageOf } from "./listing";
import { isMissing, refusal } from "./refusals";
import { baseUrlFor } from "./regions";
import { verdictOf } from "./verdict";
import {
  accountIdSchema,
  adminKeySchema,
  deletedSchema,
  mintedAccountSchema,
  modelListSchema,
  projectKeySchema,
  projectSchema,
  serviceAccountSchema,
} from "./schemas";

export type { OpenAiSettings };

const LONGEST_NAME = 200;

async function call<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    throw toProviderError(error);
  }
}

function toProject(project: z.output<typeof projectSchema>): Project & { active: boolean } {
  const archived = project.status === "archived" || project.archived_at != null;
  const { id, name, residency } = project;
  // Anybody in the organization chooses it, and it is stored, searched and sent on.
  return {
    id,
    name: printable(name ?? id, LONGEST_NAME),
    residency: residency ?? "GLOBAL",
    active: !archived,
  };
}

function toKey(key: z.output<typeof projectKeySchema>): ProviderKey {
  const date = (seconds: number | null | undefined) => (seconds == null ? null : new Date(seconds * 1000));
  return { id: key.id, expiresAt: date(key.expires_at), lastUsedAt: date(key.last_used_at) };
}

function isArchived({ code, details }: ProviderError): boolean {
  return code === "project_not_found" && details.status === 400;
}

/** Whether OpenAI's masked form of a key (`sk-admin...def`) matches this one. */
function shows(redacted: string, key: string): boolean {
  const [, head = "", tail = ""] = /^([^.*]*)[.*]{2,}([^.*]*)$/.exec(redacted) ?? [];
  return tail.length >= 3 && key.startsWith(head) && key.endsWith(tail);
}

export function createOpenAiProvider(settings: OpenAiSettings): Provider {
  let heard: { at: Date; atMs: number } | null = null;
  const onTime = (at: Date) => {
    heard = { at, atMs: performance.now() };
  };
  const organizationOf = (rootKey: string) => adminClient(settings, onTime, rootKey).admin.organization;
  const projectsOf = (rootKey: string) => organizationOf(rootKey).projects;

  async function listProjects(
    rootKey: string,
    options: { includeArchived?: boolean } = {},
  ): Promise<Project[]> {
    const includeArchived = options.includeArchived === true;
    const rows = await everyPage(projectSchema, "projects", (query) =>
      projectsOf(rootKey).list({ ...query, include_archived: includeArchived }),
    );
    return rows
      .map(toProject)
      .filter((project) => includeArchived || project.active)
      .map(({ id, name, residency }) => ({ id, name, residency }))
      .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  }

  async function getProject(rootKey: string, projectId: string) {
    const answer = await call(() => projectsOf(rootKey).retrieve(projectId));
    return toProject(parsed(projectSchema, answer, "project"));
  }

  return {
    name: "openai",

    clock(): ClockReading | null {
      if (heard === null) return null;
      const ageSeconds = (performance.now() - heard.atMs) / 1000;
      return { now: new Date(heard.at.getTime() + ageSeconds * 1000), ageSeconds };
    },

    listProjects,
    getProject,

    async validateRoot(rootKey) {
      const data = await call(async () => await projectsOf(rootKey).list({ limit: 1 }));
      pageOf(projectSchema, data, "projects");
    },

    async rootKeyExpiry(rootKey) {
      const keys = await everyPage(adminKeySchema, "admin keys", (query) =>
        organizationOf(rootKey).adminAPIKeys.list(query),
      );
      const [own, ...others] = keys.filter(({ redacted_value }) => shows(redacted_value, rootKey));
      // Two keys look alike, so nobody can say which one this is.
      if (own?.expires_at == null || others.length > 0) return null;
      return new Date(own.expires_at * 1000);
    },

    async mint(rootKey, { projectId, name, keyLifetimeSeconds = null }): Promise<Minted> {
      const body = keyLifetimeSeconds === null ? { name } : { name, expires_in_seconds: keyLifetimeSeconds };
      const data = await call(async () => await projectsOf(rootKey).serviceAccounts.create(projectId, body));
      const account = mintedAccountSchema.safeParse(data);
      if (account.success && account.data.name === name) {
        const { id, api_key: key } = account.data;
        return {
          serviceAccountId: id,
          keyId: key.id,
          apiKey: key.value,
          keyExpiresAt: key.expires_at == null ? null : new Date(key.expires_at * 1000),
        };
      }
      const known = accountIdSchema.safeParse(data);
      if (!known.success) throw malformed("service account");
      throw new ProviderError(
        "provider_malformed_response",
        account.success
          ? "OpenAI created a service account with a different name from the one requested."
          : "OpenAI created a service account without a usable key.",
        { kind: "account", serviceAccountId: known.data.id },
      );
    },

    async listServiceAccounts(rootKey, projectId, beforePage): Promise<ServiceAccount[]> {
      try {
        return await everyPage(
          serviceAccountSchema,
          "service accounts",
          (query) => projectsOf(rootKey).serviceAccounts.list(projectId, query),
          beforePage,
        );
      } catch (error) {
        if (isArchived(toProviderError(error))) return [];
        throw error;
      }
    },

    async hasServiceAccount(rootKey, { projectId, serviceAccountId }): Promise<boolean> {
      try {
        const account = await projectsOf(rootKey).serviceAccounts.retrieve(serviceAccountId, {
          project_id: projectId,
        });
        parsed(accountIdSchema, account, "service account");
        return true;
      } catch (error) {
        await nullWhereGone(error, rootKey, projectId);
        return false;
      }
    },

    async listKeys(rootKey, projectId, beforePage): Promise<ProviderKey[]> {
      try {
        const keys = await everyPage(
          projectKeySchema,
          "API keys",
          (query) => projectsOf(rootKey).apiKeys.list(projectId, { ...query, owner_project_access: "any" }),
          beforePage,
        );
        return keys.map(toKey);
      } catch (error) {
        if (isArchived(toProviderError(error))) return [];
        throw error;
      }
    },

    async findKey(rootKey, { projectId, keyId }): Promise<ProviderKey | null> {
      try {
        const answer = await projectsOf(rootKey).apiKeys.retrieve(keyId, { project_id: projectId });
        return toKey(parsed(projectKeySchema, answer, "API key"));
      } catch (error) {
        return await nullWhereGone(error, rootKey, projectId);
      }
    },

    async revoke(rootKey, { projectId, serviceAccountId }): Promise<Revoked> {
      try {
        const answer = await projectsOf(rootKey).serviceAccounts.delete(serviceAccountId, {
          project_id: projectId,
        });
        parsed(deletedSchema, answer, "deletion");
        return "gone";
      } catch (error) {
        if (isMissing(refusal(error))) return await confirmGone(rootKey, projectId);
        const failure = toProviderError(error);
        if (isArchived(failure)) return "project_archived";
        throw failure;
      }
    },

    baseUrl: (residency) => baseUrlFor(settings, residency),

    async verify(apiKey, residency): Promise<Verdict> {
      try {
        const answer = await keyClient(settings, onTime, apiKey, residency).get<unknown>("/models");
        // A login page returns 200 for everything.
        parsed(modelListSchema, answer, "models");
        return { kind: "accepted" };
      } catch (error) {
        return verdictOf(error);
      }
    },
  };

  /** Null if the object is certainly gone. Otherwise throws what is known. */
  async function nullWhereGone(error: unknown, rootKey: string, projectId: string): Promise<null> {
    const failure = toProviderError(error);
    if (isArchived(failure)) return null;
    if (!isMissing(refusal(error))) throw failure;
    if ((await confirmGone(rootKey, projectId)) === "unconfirmed") throw failure;
    return null;
  }

  /**
   * A 404 means "gone" only if this admin key can see the project. Another organisation's key gets 404 for
   * everything.
   */
  async function confirmGone(rootKey: string, projectId: string): Promise<Revoked> {
    try {
      const project = await getProject(rootKey, projectId);
      return project.active ? "gone" : "project_archived";
    } catch (error) {
      const failure = toProviderError(error);
      const isHidden = failure.code === "project_not_found" || failure.code === "provider_scope_missing";
      if (isHidden) return "unconfirmed";
      throw failure;
    }
  }
}
