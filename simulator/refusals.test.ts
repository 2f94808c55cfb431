import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Project } from "./model.ts";
import { type Simulator, startSimulator } from "./server.ts";
import { sdk } from "./testing/sdk.ts";

let simulator: Simulator;
let organization: { id: string; adminKey: string };
let project: Project;

beforeAll(async () => {
  simulator = await startSimulator();
});

beforeEach(() => {
  organization = simulator.state.createOrganization();
  project = simulator.state.createProject(organization.id, { name: "Home" });
});

afterAll(() => simulator.close());

function projectsOf(adminKey = organization.adminKey) {
  return sdk(simulator.url, { adminKey }).admin.organization.projects;
}

async function refusalOf(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }
  throw new Error("The call was not refused.");
}

describe("an admin key", () => {
  it("that is wrong, revoked or expired is answered 401 with a masked piece of it", async () => {
    const { state } = simulator;
    const revoked = state.createAdminKey(organization.id);
    const expired = state.createAdminKey(organization.id, { expiresAt: new Date(state.now() - 1) });
    state.revokeAdminKey(revoked);
    for (const key of ["sk-admin-nobody-knows-this-one", revoked, expired]) {
      const error = await refusalOf(projectsOf(key).list());
      expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
      expect(error.code).toBe("invalid_api_key");
      expect(error.message).not.toContain(key);
    }
  });

  it("works again after its revocation is undone", async () => {
    simulator.state.revokeAdminKey(organization.adminKey);
    await refusalOf(projectsOf().list());
    simulator.state.restoreAdminKey(organization.adminKey);
    await expect(projectsOf().list()).resolves.toMatchObject({ data: [{ id: project.id }] });
  });

  it("that may only read lists but neither mints nor deletes", async () => {
    const reader = projectsOf(simulator.state.createAdminKey(organization.id, { scopes: "read" }));
    await expect(reader.list()).resolves.toMatchObject({ data: [{ id: project.id }] });
    for (const call of [
      () => reader.serviceAccounts.create(project.id, { name: "x" }),
      () => reader.serviceAccounts.delete("svc_acct_any", { project_id: "proj_any" }),
    ]) {
      const error = await refusalOf(call());
      expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
      expect(error.message).toContain("Missing scopes: api.management.write");
    }
  });

  it("without any scope may not even list", async () => {
    const key = simulator.state.createAdminKey(organization.id, { scopes: "none" });
    const error = await refusalOf(projectsOf(key).list());
    expect(error.message).toContain("Missing scopes: api.management.read");
  });

  it("is refused in the bare string form if that is set", async () => {
    simulator.state.configure({ permissionError: "string" }, organization.id);
    const key = simulator.state.createAdminKey(organization.id, { scopes: "read" });
    const error = await refusalOf(projectsOf(key).serviceAccounts.create(project.id, { name: "x" }));
    expect(error.status).toBe(403);
    expect(error.error).toContain("Missing scopes");
  });

  it("does not open the models, nor a minted key the administration", async () => {
    const minted = await projectsOf().serviceAccounts.create(project.id, { name: "x" });
    const asModelKey = sdk(simulator.url, { apiKey: organization.adminKey });
    expect((await refusalOf(asModelKey.models.list())).status).toBe(401);
    expect((await refusalOf(projectsOf(minted.api_key?.value).list())).status).toBe(403);
  });

  it("of another organisation can see neither the project nor its content", async () => {
    const stranger = projectsOf(simulator.state.createOrganization().adminKey);
    const account = await projectsOf().serviceAccounts.create(project.id, { name: "x" });
    const error = await refusalOf(stranger.serviceAccounts.delete(account.id, { project_id: project.id }));
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error.code).toBe("project_not_found");
    expect(simulator.state.isKeyLive(account.api_key?.value ?? "")).toBe(true);
    await expect(stranger.list()).resolves.toMatchObject({ data: [] });
  });
});

describe("an archived project", () => {
  it("refuses minting, listing and deleting with 400, but is still retrieved", async () => {
    simulator.state.archiveProject(project.id);
    const { serviceAccounts } = projectsOf();
    for (const call of [
      () => serviceAccounts.create(project.id, { name: "x" }),
      () => serviceAccounts.list(project.id),
      () => serviceAccounts.delete("svc_acct_any", { project_id: project.id }),
      () => projectsOf().archive(project.id),
    ]) {
      const error = await refusalOf(call());
      expect(error).toBeInstanceOf(OpenAI.BadRequestError);
      expect(error.code).toBe("project_archived");
    }
    await expect(projectsOf().retrieve(project.id)).resolves.toMatchObject({ status: "archived" });
  });
});

describe("a missing object", () => {
  it("gets 404, with a code only for projects", async () => {
    const unknownProject = await refusalOf(projectsOf().retrieve("proj_unknown"));
    const unknownAccount = await refusalOf(
      projectsOf().serviceAccounts.delete("svc_acct_unknown", { project_id: project.id }),
    );
    const unknownCursor = await refusalOf(projectsOf().list({ after: "proj_unknown" }));
    expect([unknownProject, unknownAccount, unknownCursor].map(({ status, code }) => [status, code])).toEqual(
      [
        [404, "project_not_found"],
        [404, null],
        [404, null],
      ],
    );
  });

  it("gets 404 if an ID is empty or full of dots, and nothing happens", async () => {
    const accounts = `${simulator.url}/organization/projects/${project.id}/service_accounts`;
    const headers = { authorization: `Bearer ${organization.adminKey}` };
    for (const tail of ["/", "/%2e%2e", "/%2e%2e%2f%2e%2e"]) {
      const response = await fetch(accounts + tail, { method: "DELETE", headers });
      expect([404, 405]).toContain(response.status);
    }
    expect(simulator.state.project(project.id).archivedAt).toBeNull();
  });
});

describe("a body", () => {
  it.each([
    ["no name", "{}", "missing_required_parameter"],
    ["an empty name", '{"name":""}', "invalid_value"],
    ["an unknown field", '{"name":"x","role":"owner"}', "unknown_parameter"],
    ["a lifetime beyond a year", '{"name":"x","expires_in_seconds":31536001}', "invalid_value"],
    ["no JSON", "name=x", null],
  ])("with %s is refused and mints nothing", async (_what, body, code) => {
    const response = await fetch(`${simulator.url}/organization/projects/${project.id}/service_accounts`, {
      method: "POST",
      headers: { authorization: `Bearer ${organization.adminKey}`, "content-type": "application/json" },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", code } });
    expect(simulator.state.serviceAccounts(project.id)).toEqual([]);
  });

  it("beyond a megabyte is refused", async () => {
    const response = await fetch(`${simulator.url}/organization/projects`, {
      method: "POST",
      headers: { authorization: `Bearer ${organization.adminKey}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "x".repeat(2 ** 20) }),
    });
    expect(response.status).toBe(413);
  });

  it.each(["0", "101", "ten", "-1"])("or a query with limit=%s is refused", async (limit) => {
    const response = await fetch(`${simulator.url}/organization/projects?limit=${limit}`, {
      headers: { authorization: `Bearer ${organization.adminKey}` },
    });
    expect(response.status).toBe(400);
  });
});

describe("an organization's settings", () => {
  it("may make minting answer 201", async () => {
    simulator.state.configure({ mintStatus: 201 }, organization.id);
    const { response } = await projectsOf().serviceAccounts.create(project.id, { name: "x" }).withResponse();
    expect(response.status).toBe(201);
  });

  it("may refuse a name that is in use; otherwise two accounts share it", async () => {
    const { serviceAccounts } = projectsOf();
    await serviceAccounts.create(project.id, { name: "twin" });
    await serviceAccounts.create(project.id, { name: "twin" });
    simulator.state.configure({ duplicateNames: "refused" }, organization.id);
    expect((await refusalOf(serviceAccounts.create(project.id, { name: "twin" }))).status).toBe(400);
    expect(simulator.state.serviceAccounts(project.id)).toHaveLength(2);
  });

  it("may refuse an account's second key with 409", async () => {
    simulator.state.configure({ secondKey: "refused" }, organization.id);
    const account = await projectsOf().serviceAccounts.create(project.id, { name: "x" });
    const second = projectsOf().serviceAccounts.apiKeys.create(account.id, { project_id: project.id });
    expect(await refusalOf(second)).toBeInstanceOf(OpenAI.ConflictError);
  });

  it("may demand that keys expire", async () => {
    simulator.state.configure({ maxKeyLifetimeSeconds: 3600 }, organization.id);
    const { serviceAccounts } = projectsOf();
    const unlimited = await refusalOf(serviceAccounts.create(project.id, { name: "x" }));
    const tooLong = await refusalOf(
      serviceAccounts.create(project.id, { name: "x", expires_in_seconds: 3601 }),
    );
    expect([unlimited.status, tooLong.status]).toEqual([400, 400]);
    await expect(
      serviceAccounts.create(project.id, { name: "x", expires_in_seconds: 3600 }),
    ).resolves.toMatchObject({ name: "x" });
  });

  it("may keep a new account out of listings for a time", async () => {
    simulator.state.configure({ listingDelayMs: 60_000 }, organization.id);
    const { serviceAccounts } = projectsOf();
    const account = await serviceAccounts.create(project.id, { name: "late" });
    expect((await serviceAccounts.list(project.id)).data).toEqual([]);
    await expect(serviceAccounts.retrieve(account.id, { project_id: project.id })).resolves.toBeDefined();
    simulator.state.advanceClock(60_000);
    expect((await serviceAccounts.list(project.id)).data).toMatchObject([{ id: account.id }]);
  });

  it("may keep a new account out of a number of listings, whatever their pages", async () => {
    const { serviceAccounts } = projectsOf();
    for (const name of ["a", "b", "c"]) await serviceAccounts.create(project.id, { name });
    simulator.state.configure({ listingDelayListings: 2 }, organization.id);
    await serviceAccounts.create(project.id, { name: "late" });
    const namesPerListing = [];
    for (let listing = 0; listing < 3; listing += 1) {
      const names: string[] = [];
      for await (const { name } of serviceAccounts.list(project.id, { limit: 1 })) names.push(name);
      namesPerListing.push(names.join(""));
    }
    expect(namesPerListing).toEqual(["abc", "abc", "abclate"]);
  });
});
