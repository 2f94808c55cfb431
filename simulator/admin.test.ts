import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Project } from "./model.ts";
import { type Simulator, startSimulator } from "./server.ts";
import { sdk } from "./testing/sdk.ts";

let simulator: Simulator;
let organization: { id: string; adminKey: string };
let project: Project;
let api: OpenAI["admin"]["organization"];

beforeAll(async () => {
  simulator = await startSimulator();
  organization = simulator.state.createOrganization({ name: "Tester" });
  project = simulator.state.createProject(organization.id, { name: "Home" });
  api = sdk(simulator.url, organization).admin.organization;
});

afterAll(() => simulator.close());

function otherProject(name: string): Project {
  return simulator.state.createProject(organization.id, { name });
}

function mint(name: string, projectId = project.id) {
  return api.projects.serviceAccounts.create(projectId, { name });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("projects", () => {
  it("are listed over all pages, each once, archived ones only on request", async () => {
    const large = simulator.state.createOrganization({ name: "Large" });
    const made = simulator.state.createProjects(large.id, 45);
    simulator.state.archiveProject(made[7]?.id ?? "");
    const { projects } = sdk(simulator.url, large).admin.organization;

    const active = await collect(projects.list({ limit: 10 }));
    const all = await collect(projects.list({ include_archived: true }));

    expect(active.map(({ id }) => id)).toEqual(made.filter((_, index) => index !== 7).map(({ id }) => id));
    expect(all.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(all.filter(({ status }) => status === "archived")).toHaveLength(1);
  });

  it("are retrieved, created and archived", async () => {
    const created = await api.projects.create({ name: "Short-lived" });
    await api.projects.archive(created.id);
    const archived = await api.projects.retrieve(created.id);
    expect(archived).toMatchObject({ id: created.id, name: "Short-lived", status: "archived" });
    expect(archived.archived_at).toEqual(expect.any(Number));
  });

  it("end their accounts and keys when they are archived", async () => {
    const doomed = otherProject("Doomed");
    const account = await mint("last-one", doomed.id);
    await api.projects.archive(doomed.id);
    expect(simulator.state.isKeyLive(account.api_key?.value ?? "")).toBe(false);
    expect(simulator.state.serviceAccounts(doomed.id)).toEqual([]);
  });
});

describe("service accounts", () => {
  it("are minted with a key that works until the account is deleted", async () => {
    const account = await mint("worker-1");
    const model = sdk(simulator.url, { apiKey: account.api_key?.value ?? "" });

    expect(account).toMatchObject({ name: "worker-1", role: "member" });
    expect((await model.models.list()).data).toHaveLength(1);
    const completion = await model.chat.completions.create({
      model: "gpt-simulated",
      messages: [{ role: "user", content: "Are you there?" }],
    });
    expect(completion.choices[0]?.message.content).toContain("live");
    expect((await model.responses.create({ model: "gpt-simulated", input: "Hello?" })).output_text).toContain(
      "live",
    );

    const deleted = await api.projects.serviceAccounts.delete(account.id, { project_id: project.id });
    expect(deleted).toEqual({
      object: "organization.project.service_account.deleted",
      id: account.id,
      deleted: true,
    });
    await expect(model.models.list()).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
  });

  it("are retrieved, renamed and listed", async () => {
    const own = otherProject("Listing");
    const first = await mint("first", own.id);
    const second = await mint("second", own.id);
    await api.projects.serviceAccounts.update(second.id, {
      project_id: own.id,
      name: "renamed",
      role: "owner",
    });

    const retrieved = await api.projects.serviceAccounts.retrieve(second.id, { project_id: own.id });
    const listed = await collect(api.projects.serviceAccounts.list(own.id, { limit: 1 }));

    expect(retrieved).toMatchObject({ name: "renamed", role: "owner" });
    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(JSON.stringify(listed)).not.toContain("sk-");
  });

  it("come without a key if only the account was requested", async () => {
    const account = await api.projects.serviceAccounts.create(project.id, {
      name: "bare",
      create_service_account_only: true,
    });
    expect(account).toMatchObject({ role: "none", api_key: null });
  });

  it("get further keys, which end separately", async () => {
    const account = await mint("two-keys");
    const params = { project_id: project.id };
    const second = await api.projects.serviceAccounts.apiKeys.create(account.id, {
      ...params,
      name: "second",
    });

    await api.projects.apiKeys.delete(account.api_key?.id ?? "", params);

    expect(simulator.state.isKeyLive(account.api_key?.value ?? "")).toBe(false);
    expect(simulator.state.isKeyLive(second.value)).toBe(true);
  });
});

describe("keys", () => {
  it("are listed redacted, with their owner and when they were last used", async () => {
    const own = otherProject("Keys");
    const account = await mint("seen", own.id);
    const value = account.api_key?.value ?? "";
    await sdk(simulator.url, { apiKey: value }).models.list();

    const [key] = await collect(api.projects.apiKeys.list(own.id, { owner_project_access: "any" }));

    expect(key?.owner.service_account?.id).toBe(account.id);
    expect(key?.last_used_at).toEqual(expect.any(Number));
    expect(JSON.stringify(key)).not.toContain(value);
    expect(await api.projects.apiKeys.retrieve(key?.id ?? "", { project_id: own.id })).toEqual(key);
  });

  it("end when they expire, also if the expiry was set later", async () => {
    const short = await api.projects.serviceAccounts.create(project.id, {
      name: "short",
      expires_in_seconds: 60,
    });
    const long = await mint("long");
    await api.projects.apiKeys.update(long.api_key?.id ?? "", {
      project_id: project.id,
      expires_in_seconds: 600,
    });
    const live = () => [short, long].map(({ api_key }) => simulator.state.isKeyLive(api_key?.value ?? ""));

    expect(live()).toEqual([true, true]);
    simulator.state.advanceClock(60_000);
    expect(live()).toEqual([false, true]);
    simulator.state.advanceClock(540_000);
    expect(live()).toEqual([false, false]);
  });
});

describe("admin keys", () => {
  it("are listed in either order, without their values and without revoked ones", async () => {
    const own = simulator.state.createOrganization();
    simulator.state.createAdminKey(own.id, { name: "second" });
    simulator.state.revokeAdminKey(simulator.state.createAdminKey(own.id, { name: "revoked" }));
    const { adminAPIKeys } = sdk(simulator.url, own).admin.organization;

    const listed = await collect(adminAPIKeys.list({ order: "desc" }));

    expect(listed.map(({ name }) => name)).toEqual(["second", "Admin key"]);
    expect(JSON.stringify(listed)).not.toContain(own.adminKey);
    expect(await adminAPIKeys.retrieve(listed[0]?.id ?? "")).toEqual(listed[0]);
  });
});

describe("the history", () => {
  it("records for each call what it did, when, and the response", async () => {
    const own = otherProject("Told");
    const before = simulator.state.lastSeq;
    const account = await mint("told", own.id);
    await collect(api.projects.serviceAccounts.list(own.id));
    await api.projects.serviceAccounts.delete(account.id, { project_id: own.id });

    await simulator.state.waitFor(({ history }) => history.every(({ endedAt }) => endedAt !== null));
    const told = simulator.state.history.filter(({ seq }) => seq > before);
    const common = { projectId: own.id, status: 200, answered: true, organizationId: organization.id };
    expect(told).toMatchObject([
      { ...common, method: "POST", name: "told", effect: "created", serviceAccountId: account.id },
      { ...common, method: "GET", effect: null },
      { ...common, method: "DELETE", name: "told", effect: "deleted", serviceAccountId: account.id },
    ]);
    const [created, , deleted] = told;
    expect(deleted?.effectAt).toBeGreaterThanOrEqual(created?.effectAt ?? Infinity);
  });

  it("gives every answer the headers that OpenAI gives", async () => {
    const { response } = await api.projects.list({ limit: 1 }).withResponse();
    expect(response.headers.get("openai-organization")).toBe(organization.id);
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
  });
});
