/** The meaning of each body: status, code and text together, for everything that may respond instead of OpenAI. */
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FailureCode } from "@/lib/lists/failure-codes";
import { ProviderError } from "../provider-error";
import type { Provider } from "../provider";
import { excerpt } from "./describe-failure";
import { createOpenAiProvider } from "./provider";
import { html, jsonError, type RawAnswer, startAnswering } from "./testing/answering";

let openai: Awaited<ReturnType<typeof startAnswering>>;
let provider: Provider;

beforeAll(async () => {
  openai = await startAnswering();
  provider = createOpenAiProvider({ baseUrl: openai.url, timeoutSeconds: 2 });
});
afterAll(() => openai.close());

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`Not a ProviderError: ${String(error)}`);
}

const mint = () => provider.mint("sk-admin-x", { projectId: "proj_1", name: "phase-rs-1" });
const json = (status: number, body: string): RawAnswer => ({ status, body });
const page = (status: number, title: string): RawAnswer => ({ status, type: "text/html", body: html(title) });

const MISSING = "You have insufficient permissions for this operation. Missing scopes: api.management.write.";
const REGIONAL =
  "Attempted to access resource with incorrect regional hostname. Please make your request to eu.api.openai.com";
const COUNTRY = "Country, region, or territory not supported";
const LIFETIME = "'expires_in_seconds' must be provided and must not exceed 2592000.";

describe("OpenAI's own refusals", () => {
  const refusals: [string, RawAnswer, FailureCode, RegExp][] = [
    ["401, the key is wrong", json(401, jsonError("Incorrect API key provided: sk-…", "invalid_api_key")), "provider_auth_failed", /^Provider authentication failed/],
    ["401, the key is wrong, by text alone", json(401, jsonError("Incorrect API key provided: sk-…")), "provider_auth_failed", /^Provider authentication failed/],
    ["401, the account is deactivated", json(401, jsonError("The account is deactivated.", "account_deactivated")), "provider_auth_failed", /^Provider authentication failed/],
    ["401, scopes", json(401, jsonError(MISSING)), "provider_scope_missing", /Organization Administration: Write/],
    ["403, scopes", json(403, jsonError(MISSING)), "provider_scope_missing", /Organization Administration: Write/],
    ["403, scopes, as a bare string", json(403, JSON.stringify({ error: MISSING })), "provider_scope_missing", /Organization Administration: Write/],
    ["401, an allow-list", json(401, jsonError("IP not authorized")), "provider_ip_not_allowed", /IP address/],
    ["401, an allow-list, in other words", json(401, jsonError("Your IP address is not on the allow list.")), "provider_ip_not_allowed", /IP address/],
    ["403, an allow-list, by code", json(403, jsonError("Not from there.", "ip_not_authorized")), "provider_ip_not_allowed", /IP address/],
    ["401, another region", json(401, jsonError(REGIONAL, "incorrect_hostname")), "provider_wrong_address", /URL of another region/],
    ["403, the country, by code", json(403, jsonError("No.", "unsupported_country_region_territory")), "provider_country_not_supported", /country/],
    ["403, the country, by text", json(403, jsonError(COUNTRY)), "provider_country_not_supported", /country/],
    ["403, the country, as a bare string", json(403, JSON.stringify({ error: COUNTRY })), "provider_country_not_supported", /country/],
    ["400, a key lifetime", json(400, jsonError(LIFETIME, null, "expires_in_seconds")), "provider_policy_refused", /Set a key lifetime/],
    ["403, a key lifetime", json(403, jsonError("Your organization's policy limits the lifetime of API keys.")), "provider_policy_refused", /Set a key lifetime/],
    ["403, no service-account keys", json(403, jsonError("Service account API keys are not allowed in this organization.")), "provider_policy_refused", /policy/],
    ["403, a policy", json(403, jsonError("Blocked by your organization's API key policy.", "policy_violation")), "provider_policy_refused", /policy/],
    ["403, something new", json(403, jsonError("The moon is full.", "full_moon")), "provider_access_denied", /moon/],
    ["401, something new", json(401, jsonError("The moon is full.", "full_moon")), "provider_access_denied", /moon/],
    ["404, the project", json(404, jsonError("The project proj_1 was not found", "project_not_found")), "project_not_found", /^Project not found/],
    ["404, no such address", json(404, jsonError("Invalid URL (POST /v2/organization)")), "provider_wrong_address", /OPENAI_BASE_URL/],
    ["400, archived", json(400, jsonError("Project 'proj_1' is archived.", "project_archived")), "project_not_found", /^Project not found/],
    ["400, anything else", json(400, jsonError("No.", "bad")), "provider_rejected", /No\./],
    ["409", json(409, jsonError("It exists.")), "provider_rejected", /It exists/],
    ["429", json(429, jsonError("Too many management requests.")), "provider_rate_limited", /slow down/],
  ]; // prettier-ignore

  it.each(refusals)("%s", async (_, answer, code, words) => {
    openai.answers(answer);
    const failure = await failureOf(mint());
    expect(failure).toMatchObject({ code, leftBehind: { kind: "nothing" } });
    expect(failure.message).toMatch(words);
  });

  it.each([
    [401, { message: "Incorrect API key provided: sk-…" }, "provider_auth_failed"],
    [401, { message: "No.", code: "invalid_api_key" }, "provider_auth_failed"],
    [403, { message: MISSING, code: null }, "provider_scope_missing"],
    [404, { message: "No.", code: "project_not_found" }, "project_not_found"],
    [400, { message: "Project 'proj_1' is archived." }, "project_not_found"],
  ])("%i with fewer fields counts if its text is known: %j", async (status, error, code) => {
    openai.answers(json(status, JSON.stringify({ error })));
    expect(await failureOf(mint())).toMatchObject({ code, leftBehind: { kind: "nothing" } });
  });

  it("a key lifetime names its field, another policy names none", async () => {
    openai.answers(json(400, jsonError(LIFETIME)));
    expect((await failureOf(mint())).details.field).toBe("keyLifetimeSeconds");
    openai.answers(json(403, jsonError("Service account API keys are disabled by policy.")));
    expect((await failureOf(mint())).details.field).toBeUndefined();
  });
});

describe("a response that isn't an OpenAI error says nothing, and leaves a mint's outcome open", () => {
  const STATUSES = [400, 401, 403, 404, 407, 409, 422, 451, 500, 503];
  const bodies: [string, (status: number) => RawAnswer][] = [
    ["a page", (status) => page(status, "Access denied by Zscaler")],
    ["a page that says Missing scopes and Incorrect API key", (status) => page(status, `${MISSING} Incorrect API key provided`)],
    ["nothing", (status) => ({ status })],
    ["text", (status) => ({ status, type: "text/plain", body: "upstream connect error" })],
    ["half an error", (status) => json(status, jsonError("Incorrect API key provided", "invalid_api_key").slice(0, -20))],
    ["an endless error", (status) => json(status, jsonError("x".repeat(2 * 1024 * 1024), "invalid_api_key"))],
    ["another's JSON", (status) => json(status, JSON.stringify({ message: "Forbidden", code: "invalid_api_key" }))],
    ["a gateway's bare string", (status) => json(status, JSON.stringify({ error: "Not Found" }))],
    ["a filter's policy", (status) => json(status, JSON.stringify({ error: "Blocked by policy" }))],
    ["a gateway's object", (status) => json(status, JSON.stringify({ error: { code: 1020, message: "Access denied" } }))],
    ["a gateway's object with a code in words", (status) => json(status, JSON.stringify({ error: { code: "denied", message: "Access denied" } }))],
    ["a gateway's own refusal in OpenAI's form", (status) => json(status, jsonError("Invalid proxy server token passed", String(status)))],
    ["an empty object", (status) => json(status, "{}")],
    ["an error without words", (status) => json(status, JSON.stringify({ error: { code: "invalid_api_key" } }))],
    ["a list", (status) => json(status, "[]")],
    ["null", (status) => json(status, "null")],
  ]; // prettier-ignore

  it.each(bodies)("%s, with any status", async (_, answer) => {
    for (const status of STATUSES) {
      openai.answers(answer(status));
      const failure = await failureOf(mint());
      expect(failure, String(status)).toMatchObject({
        code: "provider_unavailable",
        leftBehind: { kind: "unknown" },
      });
      expect(failure.message).toMatch(/^OpenAI is not answering/);
    }
  });

  it("a login page behind a redirect", async () => {
    openai.answers({ status: 302, headers: { location: "http://login.invalid/" } });
    expect(await failureOf(mint())).toMatchObject({
      code: "provider_unavailable",
      leftBehind: { kind: "unknown" },
    });
  });

  it.each([200, 201, 204])("a page with %i isn't OpenAI's response either", async (status) => {
    openai.answers(page(status, "Sign in"));
    const { code } = await failureOf(mint());
    expect(["provider_malformed_response", "provider_unavailable"]).toContain(code);
  });

  it("a page that asks to slow down (429) is obeyed, and its outcome is open", async () => {
    openai.answers({ ...page(429, "Too many requests"), headers: { "retry-after": "9" } });
    expect(await failureOf(mint())).toMatchObject({
      code: "provider_rate_limited",
      leftBehind: { kind: "unknown" },
      details: { retryAfterSeconds: 9 },
    });
  });
});

describe("only OpenAI confirms a deletion", () => {
  const revoke = () => provider.revoke("sk-admin-x", { projectId: "proj_1", serviceAccountId: "sa_1" });
  const project = json(200, JSON.stringify({ id: "proj_1", name: "Home", status: "active" }));

  it.each([
    ["a page", page(404, "Not Found")],
    ["no such address", json(404, jsonError("Invalid URL (DELETE /v1/organization/projects)"))],
    ["a gateway's JSON", json(404, JSON.stringify({ error: "Not Found" }))],
    ["nothing", { status: 404 }],
  ])("not by a 404 with %s, though the project is seen", async (_, answer) => {
    openai.answers(answer, project);
    await failureOf(revoke());
  });

  it("by its own 404, where the project is seen", async () => {
    openai.answers(json(404, jsonError("The service account sa_1 was not found")), project);
    expect(await revoke()).toBe("gone");
  });

  it("not by its own 404, where the project is hidden behind a page", async () => {
    openai.answers(json(404, jsonError("The service account sa_1 was not found")), page(404, "Not Found"));
    expect(await failureOf(revoke())).toMatchObject({ code: "provider_unavailable" });
  });

  it.each([
    ["a page with 200", page(200, "Sign in")],
    ["an empty object", json(200, "{}")],
  ])("an account is not there by %s", async (_, answer) => {
    openai.answers(answer);
    const account = { projectId: "proj_1", serviceAccountId: "sa_1" };
    await failureOf(provider.hasServiceAccount("sk-admin-x", account));
  });

  it.each([["a page", page(404, "Not Found")]])("a key is not gone by %s", async (_, answer) => {
    openai.answers(answer);
    await failureOf(provider.findKey("sk-admin-x", { projectId: "proj_1", keyId: "key_1" }));
  });
});

describe("a connection that was never established left nothing behind", () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  async function listening(onConnection: (socket: import("node:net").Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      onConnection(socket);
    }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("No port.");
    return address.port;
  }
  const at = (baseUrl: string, timeoutSeconds = 0.3) =>
    createOpenAiProvider({ baseUrl, timeoutSeconds }).mint("sk-admin-x", { projectId: "p", name: "n" });

  it("no such host", async () => {
    expect(await failureOf(at("http://no-such-host.invalid/v1", 5))).toMatchObject({
      code: "provider_unavailable",
      leftBehind: { kind: "nothing" },
    });
  });

  it("a TLS handshake that is cut off, or refused, or never answered", async () => {
    const cut = await listening((socket) => socket.once("data", () => socket.destroy()));
    const plain = await listening((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    const silent = await listening(() => {});
    for (const port of [cut, plain, silent]) {
      expect(await failureOf(at(`https://127.0.0.1:${port}/v1`))).toMatchObject({
        code: "provider_unavailable",
        leftBehind: { kind: "nothing" },
      });
    }
  });

  it("a connection that breaks or is silent after the request was sent may have done it", async () => {
    const broken = await listening((socket) => socket.once("data", () => socket.destroy()));
    const silent = await listening(() => {});
    for (const port of [broken, silent]) {
      expect(await failureOf(at(`http://127.0.0.1:${port}/v1`))).toMatchObject({
        code: "provider_unavailable",
        leftBehind: { kind: "unknown" },
        details: port === silent ? { timedOut: true } : {},
      });
    }
  });
});

it("keeps one readable line of a refusal, without keys, of 300 characters at most", () => {
  const words = "No\n sk-admin-1234_x, sess-abc;\tBearer eyJ.x \u202egnp\u0007 ";
  expect(excerpt(words)).toBe("No sk-…, sess-…; Bearer … gnp");
  expect(excerpt("No s\u200Bk-proj-aaaaaaaaaaaa, B\u0007earer abcdef")).toBe("No sk-…, Bearer …");
  expect(excerpt(`sk-${"a".repeat(400)} ${"x".repeat(400)}`)).toBe(`sk-… ${"x".repeat(295)}`);
});

it("keeps a request's ID, and drops anything else in its place", async () => {
  const kept = async (id: string) => {
    openai.answers({ status: 500, headers: { "x-request-id": id } });
    return (await failureOf(mint())).details.requestId;
  };
  expect(await kept("req_0123456789abcdef")).toBe("req_0123456789abcdef");
  for (const other of ["sk-proj-abcdefghijklmnop", "Bearer abcdef", "a b", "x".repeat(101)]) {
    expect(await kept(other)).toBeUndefined();
  }
});

it("takes no page of more than was asked for some times over, nor an ID as long as a page", async () => {
  const projects = async (data: unknown[]) => {
    openai.answers({ status: 200, body: JSON.stringify({ data, has_more: false }) });
    return await provider.listProjects("sk-admin-x");
  };
  const many = Array.from({ length: 1_001 }, (_, nth) => ({ id: `proj_${nth}`, name: "x" }));
  expect(await projects(many.slice(1))).toHaveLength(1_000);
  const malformed = { code: "provider_malformed_response" };
  expect(await failureOf(projects(many))).toMatchObject(malformed);
  expect(await failureOf(projects([{ id: "p".repeat(1_001) }]))).toMatchObject(malformed);
});

it("gives no name of a project that steers a terminal, hides, or never ends", async () => {
  const data = [{ id: "proj_1", name: `a\u001b[2J\u202e\nb${"c".repeat(500)}` }];
  openai.answers({ status: 200, body: JSON.stringify({ data, has_more: false }) });
  const [project] = await provider.listProjects("sk-admin-x");
  expect(project?.name).toBe(`a\ufffd[2J\ufffd\ufffdb${"c".repeat(192)}`);
});
