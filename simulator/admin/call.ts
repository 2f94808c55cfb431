import { ipNotAuthorized, Refusal, unsupportedCountry } from "../answer.ts";
import type { Fault } from "../faults.ts";
import type { AdminKey, HistoryEntry, Project, ServiceAccount, Settings } from "../model.ts";
import type { SimulatorState } from "../state.ts";

/** One request as it arrived. */
export type ApiCall = {
  method: string;
  /** With /v1, without the query. */
  path: string;
  query: URLSearchParams;
  bearer: string | null;
  /** The region of the requested host, such as eu. Null: the host without one. */
  region: string | null;
  /** The caller's IP address. */
  ip: string;
  isJson: boolean;
  body: string;
};

/** An admin call with a key that may make it. */
export type AdminCall = ApiCall & {
  state: SimulatorState;
  adminKey: AdminKey;
  settings: Settings;
  params: ReadonlyMap<string, string>;
  entry: HistoryEntry;
  fault: Fault | null;
};

/** Refusals of the organisation for any key, depending on where the call comes from. */
export function refuseCaller({ allowedIps, country }: Settings, { ip }: ApiCall): void {
  if (country === "unsupported") throw unsupportedCountry();
  if (allowedIps !== null && !allowedIps.includes(ip)) throw ipNotAuthorized();
}

/** The named project of the key's own organisation. For this key, another organisation's doesn't exist. */
export function projectOf({ state, params, adminKey }: AdminCall): Project {
  const id = params.get("project") ?? "";
  const project = state.findProject(id);
  if (!project || project.organizationId !== adminKey.organizationId) {
    throw new Refusal(404, `The project ${id} was not found`, { code: "project_not_found" });
  }
  return project;
}

export function activeProjectOf(call: AdminCall): Project {
  const project = projectOf(call);
  if (project.archivedAt === null) return project;
  const message = `Project '${project.id}' is archived. You can only update an active project.`;
  throw new Refusal(400, message, { code: "project_archived" });
}

export function serviceAccountOf(call: AdminCall): ServiceAccount {
  const project = activeProjectOf(call);
  const id = call.params.get("account") ?? "";
  const account = call.state.findServiceAccount(project.id, id);
  if (!account) throw new Refusal(404, `The service account ${id} was not found`);
  return account;
}
