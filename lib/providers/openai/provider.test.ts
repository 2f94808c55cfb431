import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "@/installation/machine/ports";
import type { FaultInput } from "@/simulator/faults";
import { type Simulator, startSimulator } from "@/simulator/server";
import { ProviderError } from "../provider-error";
import type { Provider } from "../provider";
import { createOpenAiProvider } from "./provider";

let simulator: Simulator;
let provider: Provider;
let adminKey: string;
let organizationId: string;
let projectId: string;

beforeAll(async () => {
  simulator = await startSimulator();
  provider = createOpenAiProvider({ baseUrl: simulator.url, timeoutSeconds: 1 });
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.state.clearFaults();
  ({ id: organizationId, adminKey } = simulator.state.createOrganization());
  projectId = simulator.state.createProject(organizationId, { name: "Home" }).id;
});

const mint = (name = "phase-rs-1") => provider.mint(adminKey, { projectId, name });
const calls = () => simulator.state.history.filter(({ path }) => path.startsWith("/v1/")).length;

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`Not a ProviderError: ${String(error)}`);
}

describe("the admin key", () => {
  it("is refused with OpenAI's reason, masked", async () => {
    const failure = await failureOf(provider.validateRoot("sk-admin-wrong-0123456789"));
    expect(failure).toMatchObject({ code: "provider_auth_failed", leftBehind: { kind: "nothing" } });
    expect(failure.message).toMatch(/^Provider authentication failed/);
    expect(failure.message).not.toContain("0123456789");
  });

  it("is accepted where it may list projects", async () => {
    await expect(provider.validateRoot(adminKey)).resolves.toBeUndefined();
  });
});

describe("the provider's clock", () => {
  it("is unknown before the first response, then continues from that response's time", async () => {
    const said = new Date("2031-05-06T07:08:09Z");
    let type = "text/html";
    const server = createServer((_, response) => {
      response.setHeader("date", said.toUTCString());
      response.writeHead(503, { "content-type": type }).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const elsewhere = createOpenAiProvider({ baseUrl: `http://127.0.0.1:${port}/v1`, timeoutSeconds: 1 });
    expect(elsewhere.clock()).toBeNull();
    await failureOf(elsewhere.validateRoot(adminKey));
    expect(elsewhere.clock(), "the clock of a proxy's page").toBeNull();
    type = "application/json; charset=utf-8";
    await failureOf(elsewhere.validateRoot(adminKey));
    const reading = elsewhere.clock();
    expect(reading?.ageSeconds).toBeLessThan(5);
    expect(Math.abs(Number(reading?.now) - said.getTime())).toBeLessThan(5_000);
    server.close();
    server.closeAllConnections();
  });

  it("is still unknown without a response", async () => {
    const nowhere = createOpenAiProvider({
      baseUrl: `http://127.0.0.1:${await freePort()}/v1`,
      timeoutSeconds: 1,
    });
    await failureOf(nowhere.validateRoot(adminKey));
    expect(nowhere.clock()).toBeNull();
  });
});

it("lists every active project over all pages, sorted, without archived ones", async () => {
  simulator.state.createProjects(organizationId, 249);
  const archived = simulator.state.createProject(organizationId, { name: "Archived" });
  simulator.state.archiveProject(archived.id);
  const projects = await provider.listProjects(adminKey);
  expect(projects).toHaveLength(250);
  expect(projects.map(({ name }) => name)).toEqual(
    projects.map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
  );
  expect(projects.map(({ id }) => id)).not.toContain(archived.id);
});

describe("a mint", () => {
  it("returns the ID, key ID and key of the requested account", async () => {
    const minted = await mint("phase-rs-2");
    expect(simulator.state.findServiceAccount(projectId, minted.serviceAccountId)?.name).toBe("phase-rs-2");
    expect(simulator.state.isKeyLive(minted.apiKey)).toBe(true);
    expect(minted).toMatchObject({ keyExpiresAt: null });
  });

  const faults: [string, FaultInput, Partial<Pick<ProviderError, "code" | "leftBehind">>][] = [
    [
      "400",
      { kind: "status", status: 400, code: null, message: "expires_in_seconds must be provided" },
      { code: "provider_policy_refused", leftBehind: { kind: "nothing" } },
    ],
    [
      "401",
      { kind: "status", status: 401 },
      { code: "provider_auth_failed", leftBehind: { kind: "nothing" } },
    ],
    [
      "403",
      { kind: "status", status: 403 },
      { code: "provider_scope_missing", leftBehind: { kind: "nothing" } },
    ],
    [
      "403 with a bare string",
      { kind: "status", status: 403, body: "string" },
      { code: "provider_scope_missing", leftBehind: { kind: "nothing" } },
    ],
    [
      "401 that says missing scopes",
      { kind: "status", status: 401, message: "Missing scopes: api.management.write" },
      { code: "provider_scope_missing" },
    ],
    ["404", { kind: "status", status: 404 }, { code: "project_not_found", leftBehind: { kind: "nothing" } }],
    ["409", { kind: "status", status: 409 }, { code: "provider_rejected", leftBehind: { kind: "nothing" } }],
    [
      "429",
      { kind: "status", status: 429 },
      { code: "provider_rate_limited", leftBehind: { kind: "nothing" } },
    ],
    [
      "408",
      { kind: "status", status: 408 },
      { code: "provider_unavailable", leftBehind: { kind: "unknown" } },
    ],
    ["500 after the effect", { kind: "status_after", status: 500 }, { leftBehind: { kind: "unknown" } }],
    [
      "503 as HTML",
      { kind: "status", status: 503, body: "html" },
      { code: "provider_unavailable", leftBehind: { kind: "unknown" } },
    ],
    [
      "a redirect",
      { kind: "status", status: 307, headers: { location: "http://127.0.0.1:9/" } },
      { code: "provider_unavailable", leftBehind: { kind: "unknown" } },
    ],
    [
      "a connection that breaks",
      { kind: "drop_after" },
      { code: "provider_unavailable", leftBehind: { kind: "unknown" } },
    ],
    [
      "no answer",
      { kind: "hang", when: "after" },
      { code: "provider_unavailable", leftBehind: { kind: "unknown" } },
    ],
    ["half an answer", { kind: "truncate" }, { leftBehind: { kind: "unknown" } }],
    ["an answer cut off", { kind: "truncate", cut: true }, { leftBehind: { kind: "unknown" } }],
    ["an endless answer", { kind: "huge" }, { leftBehind: { kind: "unknown" } }],
    [
      "an empty object",
      { kind: "status_after", status: 200, body: "empty_object" },
      { code: "provider_malformed_response", leftBehind: { kind: "unknown" } },
    ],
  ];

  it.each(faults)(
    "%s: reports what it left behind, and never repeats the request",
    async (_, fault, expected) => {
      simulator.state.addFault(fault);
      const before = calls();
      expect(await failureOf(mint())).toMatchObject(expected);
      expect(calls()).toBe(before + 1);
    },
  );

  it.each(["api_key_null", "wrong_name"] as const)(
    "%s: reports the account that it left behind",
    async (kind) => {
      simulator.state.addFault({ kind });
      const failure = await failureOf(mint());
      const [account] = simulator.state.serviceAccounts(projectId);
      expect(failure.leftBehind).toEqual({ kind: "account", serviceAccountId: account?.id });
    },
  );

  it("in an archived project says so", async () => {
    simulator.state.archiveProject(projectId);
    const failure = await failureOf(mint());
    expect(failure).toMatchObject({ code: "project_not_found", leftBehind: { kind: "nothing" } });
    expect(failure.message).toMatch(/^Project not found/);
  });

  it("if nobody listens, leaves nothing behind", async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/v1`;
    const nowhere = createOpenAiProvider({ baseUrl, timeoutSeconds: 1 });
    const failure = await failureOf(nowhere.mint("sk-admin-x", { projectId, name: "x" }));
    expect(failure).toMatchObject({ code: "provider_unavailable", leftBehind: { kind: "nothing" } });
  });

  it.each([
    ["7", 7],
    ["999999", 3_600],
  ])("a Retry-After of %s is %i seconds", async (retryAfter, seconds) => {
    simulator.state.addFault({ kind: "status", status: 429, retryAfter });
    expect((await failureOf(mint())).details.retryAfterSeconds).toBe(seconds);
  });
});

describe("a revocation", () => {
  const revoke = (serviceAccountId: string, key = adminKey) =>
    provider.revoke(key, { projectId, serviceAccountId });

  it("says gone if the account was deleted now or earlier", async () => {
    const { serviceAccountId } = await mint();
    expect(await revoke(serviceAccountId)).toBe("gone");
    expect(await revoke(serviceAccountId)).toBe("gone");
    expect(simulator.state.serviceAccounts(projectId)).toEqual([]);
  });

  it("is done with its archived project", async () => {
    const { serviceAccountId } = await mint();
    simulator.state.archiveProject(projectId);
    expect(await revoke(serviceAccountId)).toBe("project_archived");
  });

  it("doesn't trust a 404 if the admin key can't see the project", async () => {
    const { serviceAccountId } = await mint();
    const other = simulator.state.createOrganization();
    expect(await revoke(serviceAccountId, other.adminKey)).toBe("unconfirmed");
    expect(simulator.state.serviceAccounts(projectId)).toHaveLength(1);
  });

  it("is not confirmed by a 200 that says nothing", async () => {
    const { serviceAccountId } = await mint();
    simulator.state.addFault({ kind: "status", status: 200, body: "empty_object" });
    expect(await failureOf(revoke(serviceAccountId))).toMatchObject({ code: "provider_malformed_response" });
  });
});

describe("looking for accounts", () => {
  it("sees every page", async () => {
    for (let index = 0; index < 120; index++)
      simulator.state.createServiceAccount(projectId, { name: `a${index}` });
    expect(await provider.listServiceAccounts(adminKey, projectId)).toHaveLength(120);
  });

  it("detects an account that exists, one that is gone, and when it can't be sure", async () => {
    const { serviceAccountId } = await mint();
    const ask = (key = adminKey) => provider.hasServiceAccount(key, { projectId, serviceAccountId });
    expect(await ask()).toBe(true);
    const other = simulator.state.createOrganization();
    expect(await failureOf(ask(other.adminKey))).toMatchObject({ code: "project_not_found" });
    simulator.state.deleteServiceAccountBehindTheBack(serviceAccountId);
    expect(await ask()).toBe(false);
    simulator.state.archiveProject(projectId);
    expect(await ask()).toBe(false);
    expect(await provider.listServiceAccounts(adminKey, projectId)).toEqual([]);
  });
});

describe("a new key", () => {
  it("is accepted, or refused once its account is gone", async () => {
    const { apiKey, serviceAccountId } = await mint();
    expect(await provider.verify(apiKey, null)).toEqual({ kind: "accepted" });
    simulator.state.deleteServiceAccountBehindTheBack(serviceAccountId);
    const verdict = await provider.verify(apiKey, null);
    expect(verdict).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("Incorrect API key") as string,
    });
    expect(JSON.stringify(verdict)).not.toContain(apiKey.slice(-4));
  });

  it.each<[string, FaultInput]>([
    ["403", { kind: "status", status: 403 }],
    ["500", { kind: "status", status: 500 }],
    ["401 for missing scopes", { kind: "status", status: 401, message: "Missing scopes: model.read" }],
    ["no answer", { kind: "hang" }],
    ["401 of an allow-list", { kind: "status", status: 401, message: "IP not authorized" }],
    ["401 of another region", { kind: "status", status: 401, code: "incorrect_hostname", message: "No." }],
    ["401 of a reason that nobody knows", { kind: "status", status: 401, code: "full_moon", message: "No." }],
    ["a page with 401", { kind: "status", status: 401, body: "html" }],
    ["a page with 200", { kind: "status", status: 200, body: "html" }],
    ["an answer that holds nothing", { kind: "status", status: 200, body: "empty_object" }],
  ])("%s says nothing about it", async (_, fault) => {
    const { apiKey } = await mint();
    simulator.state.addFault(fault);
    expect(await provider.verify(apiKey, null)).toMatchObject({ kind: "unclear" });
  });
});
