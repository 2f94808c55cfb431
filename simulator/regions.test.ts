/** Where a key works: regions, allow-lists, countries, policies, and keys that take time to be known. */
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Project } from "./model.ts";
import { type Simulator, startSimulator } from "./server.ts";
import { sdk } from "./testing/sdk.ts";

let simulator: Simulator;
let organization: { id: string; adminKey: string };

beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => {
  organization = simulator.state.createOrganization();
});
afterAll(() => simulator.close());

const eu = () => simulator.regionalUrl.replace("{region}", "eu");

function projectWithKey(residency?: string): { project: Project; key: string } {
  const project = simulator.state.createProject(organization.id, { name: "Home", residency });
  const account = simulator.state.createServiceAccount(project.id, { name: "a" });
  return { project, key: account.keys[0]?.value ?? "" };
}

/** "ok", or the refusal. */
async function asked(baseURL: string, key: string): Promise<unknown> {
  const client = new OpenAI({ apiKey: key, baseURL, maxRetries: 0, logLevel: "off" });
  try {
    await client.models.list();
    return "ok";
  } catch (error) {
    if (!(error instanceof OpenAI.APIError)) throw error;
    return { status: error.status as unknown, code: error.code, text: error.message };
  }
}

describe("a key", () => {
  it("of a regional project works only at its region's host", async () => {
    const { key } = projectWithKey("EU_STORAGE_PROCESSING");
    expect(await asked(eu(), key)).toBe("ok");
    const text = expect.stringContaining("eu.api.openai.com") as string;
    const refused = { status: 401, code: "incorrect_hostname", text };
    expect(await asked(simulator.url, key)).toEqual(refused);
    expect(await asked(simulator.regionalUrl.replace("{region}", "us"), key)).toEqual(refused);
  });

  it("of a project without a region works at every host, and each request has its own residency", async () => {
    const { key } = projectWithKey();
    for (const url of [simulator.url, eu(), simulator.regionalUrl.replace("{region}", "jp")]) {
      expect(await asked(url, key)).toBe("ok");
    }
  });

  it("gets 401 beyond its project's or its organisation's allow-list", async () => {
    const { project, key } = projectWithKey();
    simulator.state.allowIps(project.id, ["203.0.113.7"]);
    expect(await asked(simulator.url, key)).toMatchObject({ status: 401, text: "401 IP not authorized" });
    simulator.state.allowIps(project.id, ["127.0.0.1"]);
    expect(await asked(simulator.url, key)).toBe("ok");
    simulator.state.configure({ allowedIps: ["203.0.113.7"] }, organization.id);
    expect(await asked(simulator.url, key)).toMatchObject({ status: 401, code: null });
    await expect(sdk(simulator.url, organization).admin.organization.projects.list()).rejects.toMatchObject({
      status: 401,
    });
  });

  it("gets 403 from an unsupported country", async () => {
    const { key } = projectWithKey();
    simulator.state.configure({ country: "unsupported" }, organization.id);
    expect(await asked(simulator.url, key)).toMatchObject({ code: "unsupported_country_region_territory" });
  });

  it("is rejected until it is known", async () => {
    simulator.state.configure({ keyPropagationMs: 60_000 }, organization.id);
    const { key } = projectWithKey();
    expect(await asked(simulator.url, key)).toMatchObject({ status: 401, code: "invalid_api_key" });
    simulator.state.advanceClock(60_000);
    expect(await asked(simulator.url, key)).toBe("ok");
  });
});

it("a policy refuses keys of service accounts, but no account without one", async () => {
  const { project } = projectWithKey();
  simulator.state.configure({ serviceAccountKeys: "refused" }, organization.id);
  const { serviceAccounts } = sdk(simulator.url, organization).admin.organization.projects;
  await expect(serviceAccounts.create(project.id, { name: "b" })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("policy") as string,
  });
  await serviceAccounts.create(project.id, { name: "c", create_service_account_only: true });
});

it("a list of projects has their residency; admin calls are answered without a region only", async () => {
  projectWithKey("EU_STORAGE_PROCESSING");
  const { projects } = sdk(simulator.url, organization).admin.organization;
  const listed = await projects.list();
  expect(listed.data.map(({ residency }) => residency)).toEqual(["EU_STORAGE_PROCESSING"]);
  await expect(sdk(eu(), organization).admin.organization.projects.list()).rejects.toMatchObject({
    code: "incorrect_hostname",
  });
});
