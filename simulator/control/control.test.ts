import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Simulator, startSimulator } from "../server.ts";

/** What these tests read of responses. The rest is kept unchanged. */
const answerSchema = z.looseObject({
  id: z.string().optional(),
  value: z.string().optional(),
  archivedAt: z.number().nullish(),
  serviceAccounts: z.array(z.unknown()).optional(),
  adminKeys: z.array(z.unknown()).optional(),
});

let simulator: Simulator;
let organization: { id: string; adminKey: string };

beforeAll(async () => {
  simulator = await startSimulator();
  organization = simulator.state.createOrganization({ name: "Acme" });
});

beforeEach(() => simulator.state.clearFaults());

afterAll(() => simulator.close());

async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.controlUrl}/${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: answerSchema.parse(await response.json()) };
}

function list(key = organization.adminKey) {
  return fetch(`${simulator.url}/organization/projects`, { headers: { authorization: `Bearer ${key}` } });
}

describe("the control API", () => {
  it("creates and archives projects", async () => {
    const created = await send("POST", "projects", { name: "Made here" });
    expect(created).toMatchObject({
      status: 200,
      body: { name: "Made here", organizationId: organization.id },
    });
    const archived = await send("POST", `projects/${created.body.id}/archive`, {});
    expect(archived.body.archivedAt).toEqual(expect.any(Number));
    expect(simulator.state.project(created.body.id ?? "").archivedAt).toBe(archived.body.archivedAt);
  });

  it("makes admin keys, revokes and restores them", async () => {
    const { body: key } = await send("POST", "admin-keys", { name: "Reader", scopes: "read" });
    expect(key).toMatchObject({ name: "Reader", scopes: "read" });
    expect((await list(key.value)).status).toBe(200);
    await send("POST", `admin-keys/${key.id}/revoke`, {});
    expect((await list(key.value)).status).toBe(401);
    await send("POST", `admin-keys/${key.value}/restore`, {});
    expect((await list(key.value)).status).toBe(200);
  });

  it("sets faults and clears them, one or all", async () => {
    const fault = { kind: "status", status: 503, match: { times: null } };
    const { body: first } = await send("POST", "faults", fault);
    await send("POST", "faults", { ...fault, status: 500 });
    expect((await list()).status).toBe(503);
    await send("DELETE", `faults/${first.id}`);
    expect((await list()).status).toBe(500);
    await send("DELETE", "faults");
    expect((await list()).status).toBe(200);
  });

  it("says what a key can do", async () => {
    const project = simulator.state.createProject(organization.id, { name: "Keys" });
    const account = simulator.state.createServiceAccount(project.id, { name: "worth" });
    const value = account.keys[0]?.value ?? "";
    const check = async (checked: string) => (await send("POST", "keys/check", { value: checked })).body;

    expect(await check(value)).toMatchObject({
      live: true,
      kind: "service_account",
      serviceAccountId: account.id,
    });
    expect(await check(organization.adminKey)).toEqual({ live: true, kind: "admin" });
    await send("DELETE", `service-accounts/${account.id}`);
    expect(await check(value)).toEqual({ live: false, kind: null });
  });

  it("deletes, disables and limits a key, and its account stays", async () => {
    const project = simulator.state.createProject(organization.id, { name: "Ends" });
    const keys = ["deleted", "disabled", "limited"].map((name) => {
      const [key] = simulator.state.createServiceAccount(project.id, { name }).keys;
      if (key === undefined) throw new Error("An account without a key.");
      return key;
    });
    const [deleted, disabled, limited] = keys.map(({ id }) => id);
    await send("DELETE", `keys/${deleted}`);
    await send("POST", `keys/${disabled}/disable`);
    await send("POST", `keys/${limited}/limit`, { expiresInSeconds: 60 });
    expect(keys.map(({ value }) => simulator.state.isKeyLive(value))).toEqual([false, false, true]);
    expect(simulator.state.serviceAccounts(project.id)).toHaveLength(3);
    const effects = simulator.state.history.slice(-3).map(({ effect, name }) => [effect, name]);
    expect(effects).toEqual([
      ["key_deleted", "deleted"],
      ["key_disabled", "disabled"],
      ["key_limited", "limited"],
    ]);
    simulator.state.advanceClock(61_000);
    expect(simulator.state.isKeyLive(keys[2]?.value ?? "")).toBe(false);
  });

  it("shows the state without minted keys' values", async () => {
    const project = simulator.state.createProject(organization.id, { name: "Shown" });
    const { body: made } = await send("POST", "service-accounts", { projectId: project.id, name: "shown" });
    const { body: state } = await send("GET", "state");
    expect(state.serviceAccounts).toContainEqual(expect.objectContaining({ id: made.id, name: "shown" }));
    expect(state.adminKeys).toContainEqual(
      expect.objectContaining({ value: organization.adminKey, live: true }),
    );
    const [key] = simulator.state.serviceAccounts(project.id)[0]?.keys ?? [];
    expect(JSON.stringify([made, state])).not.toContain(key?.value);
  });

  it("returns the history from a number on", async () => {
    const since = simulator.state.lastSeq;
    await list();
    await simulator.state.waitFor(({ history }) => history.at(-1)?.endedAt != null);
    const { body } = await send("GET", `history?since=${since}`);
    expect(body).toMatchObject({
      lastSeq: since + 1,
      entries: [{ seq: since + 1, method: "GET", status: 200 }],
    });
  });

  it("changes how an organization behaves, and its clock", async () => {
    const settings = { mintStatus: 201 };
    const { body } = await send("POST", "settings", { organizationId: organization.id, settings });
    expect(body).toMatchObject({ mintStatus: 201, duplicateNames: "allowed" });
    expect(simulator.state.settings().mintStatus).toBe(200);

    const before = simulator.state.now();
    await send("POST", "clock", { advanceMs: 3_600_000 });
    expect(simulator.state.now() - before).toBeGreaterThanOrEqual(3_600_000);
  });

  it("needs the organisation's name as soon as there are two", async () => {
    const alone = await startSimulator();
    const make = (body: object) =>
      fetch(`${alone.controlUrl}/projects`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const { id } = alone.state.createOrganization();
    expect((await make({ name: "x" })).status).toBe(200);
    alone.state.createOrganization();
    expect((await make({ name: "x" })).status).toBe(400);
    expect((await make({ name: "x", organizationId: id })).status).toBe(200);
    await alone.close();
  });

  it.each([
    ["an unknown command", 404, "POST", "elsewhere", {}],
    ["an unknown record", 404, "POST", "projects/proj_unknown/archive", {}],
    ["a field that is not known", 400, "POST", "projects", { name: "x", colour: "red" }],
    ["a fault that makes no sense", 400, "POST", "faults", { kind: "earthquake" }],
    ["an escape that is none", 400, "DELETE", "faults/%zz", undefined],
  ])("refuses %s with %i", async (_what, status, method, path, body) => {
    const refused = await send(method, path, body);
    expect(refused).toMatchObject({ status, body: { error: { message: expect.any(String) as unknown } } });
  });

  it("obeys no page of another site", async () => {
    const before = simulator.state.projects().length;
    const forged = await send("POST", "projects", { name: "x" }, { "sec-fetch-site": "cross-site" });
    const plain = await send("POST", "projects", { name: "x" }, { "content-type": "text/plain" });
    expect([forged.status, plain.status]).toEqual([403, 415]);
    expect(simulator.state.projects()).toHaveLength(before);
  });
});

describe("the change stream", () => {
  it("reports a change as it happens, and ends with the simulator", async () => {
    const watched = await startSimulator();
    const { body } = await fetch(`${watched.controlUrl}/events`);
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('event: change\ndata: {"lastSeq":0}\n\n');
    const { id } = watched.state.createOrganization();
    watched.state.createServiceAccount(watched.state.createProject(id, { name: "x" }).id, { name: "y" });
    expect((await reader?.read())?.value).toBe('event: change\ndata: {"lastSeq":1}\n\n');
    await watched.close();
    await expect(reader?.read()).rejects.toThrow();
    expect(watched.state.listenerCount("change")).toBe(0);
  });
});

describe("the page", () => {
  it("is found from the root and loads nothing from elsewhere", async () => {
    const page = await fetch(new URL("/", simulator.url));
    const html = await page.text();
    expect(page.url).toBe(`${simulator.controlUrl}/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const linked = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target = ""]) => target);
    const files = linked.filter((target) => !target.startsWith("data:"));
    expect(files).toEqual(["page.css", "page.js"]);
    for (const file of files) expect((await fetch(`${simulator.controlUrl}/${file}`)).status).toBe(200);
  });
});
