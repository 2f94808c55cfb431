import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { errorAnswer, ok, Refusal } from "../answer.ts";
import { faultSchema } from "../faults.ts";
import { isJson, readBody, redirect, sendAnswer, splitUrl } from "../http.ts";
import { scopesSchema, someSettingsSchema } from "../model.ts";
import { UnknownRecord } from "../organizations.ts";
import type { SimulatorState } from "../state.ts";
import { streamChanges } from "./change-stream.ts";
import { accountView, keyView, stateView } from "./state-view.ts";

export const CONTROL_ROOT = "/__control";

type Command = { state: SimulatorState; id: string; query: URLSearchParams; body: unknown };

const organizationId = z.string().optional();
const historyQuery = z.object({ since: z.coerce.number().int().min(0).default(0) });

/** `METHOD path`, where `*` is one ID. */
const COMMANDS: Record<string, (command: Command) => object> = {
  "GET state": ({ state }) => stateView(state),
  "GET history": ({ state, query }) => {
    const { since } = historyQuery.parse({ since: query.get("since") ?? undefined });
    const entries = state.history.filter(({ seq }) => seq > since);
    return { entries, lastSeq: state.lastSeq };
  },
  "POST organizations": ({ state, body }) =>
    state.createOrganization(z.strictObject({ name: z.string().min(1) }).parse(body)),
  "POST projects": ({ state, body }) => {
    const { organizationId: organization, ...project } = projectInput.parse(body);
    return state.createProject(organization ?? onlyOrganization(state), project);
  },
  "POST projects/*/archive": ({ state, id }) => {
    state.archiveProject(id);
    return state.project(id);
  },
  "POST projects/*/allow-list": ({ state, id, body }) => {
    state.allowIps(id, z.strictObject({ allowedIps: z.array(z.string()).nullable() }).parse(body).allowedIps);
    return state.project(id);
  },
  "POST service-accounts": ({ state, body }) => {
    const input = z.strictObject({ projectId: z.string(), name: z.string().min(1) }).parse(body);
    return accountView(state, state.createServiceAccount(input.projectId, { name: input.name }));
  },
  "DELETE service-accounts/*": ({ state, id }) => {
    state.deleteServiceAccountBehindTheBack(id);
    return {};
  },
  "DELETE keys/*": ({ state, id }) => {
    state.endKeyBehindTheBack(id, "delete");
    return {};
  },
  "POST keys/*/disable": ({ state, id }) => {
    state.endKeyBehindTheBack(id, "disable");
    return {};
  },
  "POST keys/*/limit": ({ state, id, body }) => {
    state.endKeyBehindTheBack(id, z.strictObject({ expiresInSeconds: z.int().min(1) }).parse(body));
    return {};
  },
  "POST admin-keys": ({ state, body }) => {
    const { organizationId: organization, expiresInSeconds, ...rest } = adminKeyInput.parse(body);
    const expiresAt =
      expiresInSeconds === undefined ? undefined : new Date(state.now() + expiresInSeconds * 1000);
    const value = state.createAdminKey(organization ?? onlyOrganization(state), { ...rest, expiresAt });
    return state.adminKey(value);
  },
  "POST admin-keys/*/revoke": ({ state, id }) => {
    state.revokeAdminKey(id);
    return state.adminKey(id);
  },
  "POST admin-keys/*/restore": ({ state, id }) => {
    state.restoreAdminKey(id);
    return state.adminKey(id);
  },
  "POST keys/check": ({ state, body }) =>
    keyView(state, z.strictObject({ value: z.string() }).parse(body).value),
  "POST faults": ({ state, body }) => ({ id: state.addFault(faultSchema.parse(body)) }),
  "DELETE faults": ({ state }) => {
    state.clearFaults();
    return {};
  },
  "DELETE faults/*": ({ state, id }) => {
    state.clearFaults(id);
    return {};
  },
  "POST settings": ({ state, body }) => {
    const input = z.strictObject({ organizationId, settings: someSettingsSchema }).parse(body);
    state.configure(input.settings, input.organizationId);
    return state.settings(input.organizationId);
  },
  "POST clock": ({ state, body }) => {
    state.advanceClock(z.strictObject({ advanceMs: z.int().min(0) }).parse(body).advanceMs);
    return { now: state.now() };
  },
};

const projectInput = z.strictObject({
  organizationId,
  name: z.string().min(1),
  residency: z.string().optional(),
});

const adminKeyInput = z.strictObject({
  organizationId,
  name: z.string().min(1).optional(),
  scopes: scopesSchema.optional(),
  expiresInSeconds: z.int().min(1).optional(),
});

const FILES = new Map([
  ["", { file: "page.html", type: "text/html; charset=utf-8" }],
  ["page.css", { file: "page.css", type: "text/css; charset=utf-8" }],
  ["page.js", { file: "page.js", type: "text/javascript; charset=utf-8" }],
]);

/** The simulator's own API and page, with which people and tests inspect and control it. */
export async function serveControl(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = splitUrl(request);
  const name = path.slice(CONTROL_ROOT.length + 1);
  const method = request.method ?? "";
  if (path === CONTROL_ROOT) {
    redirect(response, `${CONTROL_ROOT}/`);
    return;
  }
  const file = method === "GET" ? FILES.get(name) : undefined;
  if (file) return sendFile(response, file);
  if (method === "GET" && name === "events") {
    streamChanges(state, response);
    return;
  }
  try {
    const { command, id } = findCommand(method, name);
    if (method !== "GET") refuseOtherSites(request);
    sendAnswer(response, ok(command({ state, id, query, body: await readJson(request) })));
  } catch (error) {
    sendAnswer(response, refusalFor(error));
  }
}

function findCommand(method: string, name: string) {
  const [group = "", id = "", ...rest] = name.split("/");
  const found = [
    { command: COMMANDS[`${method} ${name}`], id: "" },
    { command: COMMANDS[`${method} ${[group, "*", ...rest].join("/")}`], id: decodeURIComponent(id) },
  ].find(({ command }) => command !== undefined);
  if (!found?.command) throw new Refusal(404, `There is no ${method} ${CONTROL_ROOT}/${name}.`);
  return { command: found.command, id: found.id };
}

/** A page of another site in the same browser must not control it. */
function refuseOtherSites(request: IncomingMessage): void {
  const site = request.headers["sec-fetch-site"] ?? "none";
  if (site !== "same-origin" && site !== "none")
    throw new Refusal(403, "Other sites may not steer the simulator.");
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (body === "") return {};
  if (!isJson(request)) throw new Refusal(415, "The body must be application/json.");
  return JSON.parse(body);
}

function onlyOrganization(state: SimulatorState): string {
  const [organization, another] = state.organizations();
  if (!organization || another)
    throw new Refusal(400, "Give organizationId: there is not exactly one organization.");
  return organization.id;
}

function refusalFor(error: unknown) {
  if (error instanceof Refusal) return error.answer;
  if (error instanceof UnknownRecord) return errorAnswer(404, error.message);
  if (error instanceof z.ZodError) return errorAnswer(400, z.prettifyError(error));
  if (error instanceof SyntaxError || error instanceof URIError) return errorAnswer(400, error.message);
  throw error;
}

async function sendFile(
  response: ServerResponse,
  { file, type }: { file: string; type: string },
): Promise<void> {
  const content = await readFile(new URL(file, import.meta.url));
  response.writeHead(200, {
    "content-type": type,
    "content-length": content.length,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'self'; img-src data:; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
  });
  response.end(content);
}
