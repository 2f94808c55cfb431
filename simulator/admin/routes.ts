import { type Answer, incorrectHostname, incorrectKey, missingScopes, Refusal } from "../answer.ts";
import type { Fault } from "../faults.ts";
import type { AdminKey, HistoryEntry } from "../model.ts";
import { hostName } from "../regions.ts";
import type { SimulatorState } from "../state.ts";
import { listAdminKeys, retrieveAdminKey } from "./admin-keys.ts";
import { deleteKey, listKeys, retrieveKey, updateKey } from "./api-keys.ts";
import { type AdminCall, type ApiCall, refuseCaller } from "./call.ts";
import { archiveProject, createProject, listProjects, retrieveProject } from "./projects.ts";
import { deleteServiceAccount, listServiceAccounts, mintKey } from "./service-accounts.ts";
import { mintServiceAccount, retrieveServiceAccount, updateServiceAccount } from "./service-accounts.ts";

type Handlers = Partial<Record<string, (call: AdminCall) => Answer>>;

const ROUTES: { segments: string[]; handlers: Handlers }[] = [
  route("projects", { GET: listProjects, POST: createProject }),
  route("projects/:project", { GET: retrieveProject }),
  route("projects/:project/archive", { POST: archiveProject }),
  route("projects/:project/service_accounts", { GET: listServiceAccounts, POST: mintServiceAccount }),
  route("projects/:project/service_accounts/:account", {
    GET: retrieveServiceAccount,
    POST: updateServiceAccount,
    DELETE: deleteServiceAccount,
  }),
  route("projects/:project/service_accounts/:account/api_keys", { POST: mintKey }),
  route("projects/:project/api_keys", { GET: listKeys }),
  route("projects/:project/api_keys/:key", { GET: retrieveKey, POST: updateKey, DELETE: deleteKey }),
  route("admin_api_keys", { GET: listAdminKeys }),
  route("admin_api_keys/:key", { GET: retrieveAdminKey }),
];

const READ_SCOPE = "api.management.read";
const WRITE_SCOPE = "api.management.write";
const ADMIN_ROOT = "/v1/organization/";

export function isAdminPath(path: string): boolean {
  return path.startsWith(ADMIN_ROOT);
}

/** Answers one admin call: key, then scope, then body, then lookup. */
export function answerAdminCall(
  state: SimulatorState,
  call: ApiCall,
  entry: HistoryEntry,
  fault: Fault | null,
): Answer {
  const adminKey = call.bearer === null ? null : state.liveAdminKey(call.bearer);
  if (!adminKey) return refuseKey(state, call);
  state.markUsed(adminKey);
  entry.organizationId = adminKey.organizationId;
  const settings = state.settings(adminKey.organizationId);
  refuseCaller(settings, call);
  // Whether admin routes work at regional hosts isn't documented, so callers must not depend on it.
  if (call.region !== null) throw incorrectHostname(hostName(null));
  const missing = missingScope(adminKey, call.method);
  if (missing) return missingScopes(missing, settings.permissionError);

  const { handlers, params } = findRoute(call);
  entry.projectId = params.get("project") ?? null;
  entry.serviceAccountId = params.get("account") ?? null;
  const handler = handlers[call.method];
  if (!handler) {
    const message = `Not allowed to ${call.method} on ${call.path}.`;
    throw new Refusal(405, message, { code: "method_not_supported" });
  }
  return handler({ ...call, state, adminKey, settings, params, entry, fault });
}

/** A project's key is a key, but not for this. Anything else is no key. */
function refuseKey(state: SimulatorState, { bearer }: ApiCall): Answer {
  const owner = bearer === null ? null : state.liveKey(bearer)?.account;
  if (!owner) throw incorrectKey(bearer);
  return missingScopes(READ_SCOPE, state.settings(owner.organizationId).permissionError);
}

function missingScope({ scopes }: AdminKey, method: string): string | null {
  if (method === "GET") return scopes === "none" ? READ_SCOPE : null;
  return scopes === "write" ? null : WRITE_SCOPE;
}

function route(path: string, handlers: Handlers) {
  return { segments: path.split("/"), handlers };
}

function findRoute({ method, path }: ApiCall): { handlers: Handlers; params: Map<string, string> } {
  const given = path.slice(ADMIN_ROOT.length).split("/");
  for (const { segments, handlers } of ROUTES) {
    const params = match(segments, given);
    if (params) return { handlers, params };
  }
  throw new Refusal(404, `Invalid URL (${method} ${path})`);
}

function match(segments: string[], given: string[]): Map<string, string> | null {
  if (segments.length !== given.length) return null;
  const params = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? "";
    if (!segment.startsWith(":")) {
      if (segment !== value) return null;
    } else {
      if (value === "") return null;
      params.set(segment.slice(1), decode(value));
    }
  }
  return params;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
