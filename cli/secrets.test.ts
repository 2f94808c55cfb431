import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "./testing/cli-process";
import { ENVIRONMENT_ID, FakeServer, failure, TOKEN } from "./testing/fake-server";

let server: FakeServer;
beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "sk-1", GREETING: "it's me" };
});
afterEach(() => server.stop());

const phase = (args: string[], env: Record<string, string | undefined> = {}) =>
  runCli(args, { host: server.url, env });

test("get prints the value and nothing else", async () => {
  const expected = { code: 0, stdout: "it's me\n", stderr: "" };
  expect(await phase(["secrets", "get", "GREETING", "--env", ENVIRONMENT_ID])).toEqual(expected);
  expect(await phase(["secrets", "get", "GREETING", "--env", "shop/Production"])).toEqual(expected);
  expect(await phase(["secrets", "get", "GREETING"])).toEqual(expected);
});

test("get reads only one value, and prints it without a line end if requested", async () => {
  const got = await phase(["secrets", "get", "API_KEY", "-n", "--env", ENVIRONMENT_ID]);
  expect(got).toEqual({ code: 0, stdout: "sk-1", stderr: "" });
  expect(server.requests.map(({ path }) => path)).toEqual([
    `/environments/${ENVIRONMENT_ID}/secrets/API_KEY`,
  ]);
  expect((await phase(["secrets", "get", "API_KEY", "--no-newline"])).stdout).toBe("sk-1");
});

test("get reads a key that is also an API path together with the others", async () => {
  server.values = { stream: "s" };
  expect((await phase(["secrets", "get", "stream"])).stdout).toBe("s\n");
  expect((await phase(["secrets", "get", "import"])).stderr).toBe(
    "phase: The environment has no secret named import.\n",
  );
});

test("get of a missing key fails", async () => {
  const { code, stdout, stderr } = await phase(["secrets", "get", "constructor", "--env", "shop/Production"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe("phase: shop/Production has no secret named constructor.\n");
});

test("export writes every format, and refuses unknown ones", async () => {
  const exported = async (...args: string[]) =>
    (await phase(["secrets", "export", "-e", "Production", ...args])).stdout;
  expect(await exported()).toBe(`API_KEY=sk-1\nGREETING="it's me"\n`);
  expect(await exported("--format", "shell")).toBe(`export API_KEY='sk-1'\nexport GREETING='it'\\''s me'\n`);
  expect(JSON.parse(await exported("--format", "json"))).toEqual(server.values);
  expect(await exported("--format", "docker")).toBe("API_KEY=sk-1\nGREETING=it's me\n");
  expect(await exported("--format", "yaml")).toBe(`API_KEY: "sk-1"\nGREETING: "it's me"\n`);
  expect(await exported("--format", "csv")).toBe(`key,value\r\nAPI_KEY,"sk-1"\r\nGREETING,"it's me"\r\n`);
  const { code, stderr } = await phase(["secrets", "export", "--format", "toml"]);
  expect(code).toBe(2);
  expect(stderr).toContain("dotenv, json, yaml, csv, shell, docker");
});

test("export refuses an unrepresentable value by its key, and writes nothing", async () => {
  server.values = { API_KEY: "sk-1", PEM: "a\r\nb\r\n", BOM: "\uFEFFx" };
  const { code, stdout, stderr } = await phase(["secrets", "export", "-e", "Production"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    "phase: The format dotenv can't represent PEM: its value holds a control character. Use json or shell.\n",
  );
  const shell = await phase(["secrets", "export", "-e", "Production", "--format", "shell"]);
  expect(shell.stdout).toBe("export API_KEY='sk-1'\nexport BOM='\uFEFFx'\nexport PEM='a\r\nb\r\n'\n");
  expect((await phase(["secrets", "get", "BOM", "-e", "Production"])).stdout).toBe("\uFEFFx\n");
});

test("without --env exactly one environment must be visible", async () => {
  server.apps.push({
    id: randomUUID(),
    name: "blog",
    environments: [{ id: randomUUID(), name: "Production" }],
  });
  const unsaid = await phase(["secrets", "get", "API_KEY"]);
  expect(unsaid.code).toBe(2);
  expect(unsaid.stderr).toContain("  shop/Production\n  blog/Production");
  server.apps.push({ id: randomUUID(), name: "wiki", environments: [{ id: randomUUID(), name: "Staging" }] });
  const ambiguous = await phase(["secrets", "get", "API_KEY", "--env", "production"]);
  expect(ambiguous.code).toBe(1);
  expect(ambiguous.stderr).toBe(
    'phase: Several environments are named "production". Use app/environment:\n  shop/Production\n  blog/Production\n',
  );
});

test("connection options may come before or after the command", async () => {
  const folder = await mkdtemp(join(tmpdir(), "phase-cli-"));
  const file = join(folder, "token");
  await writeFile(file, `${TOKEN}\n`);
  const unset = { PHASE_HOST: undefined, PHASE_SERVICE_TOKEN: undefined };
  const options = ["--host", `${server.url}/`, "--token-file", file];
  const get = ["secrets", "get", "API_KEY"];
  expect((await phase([...options, ...get], unset)).stdout).toBe("sk-1\n");
  expect((await phase([...get, ...options], unset)).stdout).toBe("sk-1\n");
  await rm(folder, { recursive: true });
  const missing = await phase([...get, ...options], unset);
  expect(missing).toMatchObject({ code: 1, stderr: `phase: The token file ${file} can't be read.\n` });
});

test.each([
  { name: "no token", env: { PHASE_SERVICE_TOKEN: "" }, says: "No service token. Log in with `phase login`" },
  {
    name: "a wrong token",
    env: { PHASE_SERVICE_TOKEN: "phs_wrong" },
    says: "The server refused the service token",
  },
  {
    name: "a token that is none",
    env: { PHASE_SERVICE_TOKEN: "a\nb" },
    says: "does not hold a service token",
  },
  {
    name: "an address that is none",
    env: { PHASE_HOST: "localhost:3000" },
    says: "PHASE_HOST must be the URL",
  },
])("$name is explained", async ({ env, says }) => {
  const { code, stdout, stderr } = await phase(["secrets", "get", "API_KEY"], env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(says);
  expect(stderr).not.toContain("phs_wrong");
});

test.each([
  {
    status: 403,
    said: "It needs secrets:read.",
    says: "It needs secrets:read. The service token doesn't allow this",
  },
  { status: 404, said: "Environment not found.", says: "Environment not found.\n" },
  { status: 500, said: "Internal error", says: "Internal error (request req-1)" },
])("a $status is explained", async ({ status, said, says }) => {
  server.next.push(failure(status, said));
  const { code, stderr } = await phase(["secrets", "get", "API_KEY", "--wait-for", "0"]);
  expect(code).toBe(1);
  expect(stderr).toContain(says);
});

test("a 429 is waited for", async () => {
  server.next.push(
    failure(429, "Slow down.", { "retry-after": "0" }),
    failure(429, "Slow down.", { "retry-after": "1" }),
  );
  const { code, stdout, stderr } = await phase(["secrets", "get", "API_KEY"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "sk-1\n" });
  expect(stderr).toContain("The server is busy; retrying in 1 s.");
});

test("a server that is briefly away is retried, no longer than --wait-for", async () => {
  const away = failure(503, "Starting.", { "retry-after": "0" });
  const page = { status: 502, body: "<html>Bad gateway</html>" };
  server.next.push(away, page, away);
  const patient = await phase(["secrets", "get", "API_KEY", "--wait-for", "60s"]);
  expect(patient).toMatchObject({ code: 0, stdout: "sk-1\n" });
  expect(patient.stderr).toBe("phase: Starting. (request req-1) Retrying for up to 60 s.\n");
  // Not called before the time that the server asked for.
  server.next.push(failure(503, "Starting.", { "retry-after": "50" }));
  const { length } = server.requests;
  expect((await phase(["secrets", "get", "API_KEY", "--wait-for", "30s"])).code).toBe(1);
  expect(server.requests.length).toBe(length + 1);
});

test("a change is requested only once", async () => {
  server.next.push(failure(503, "Starting.", { "retry-after": "0" }));
  expect((await phase(["rotating-secrets", "rotate", ENVIRONMENT_ID])).code).toBe(1);
  expect(server.requests.length).toBe(1);
});

test("a redirect is not followed, so the token stays", async () => {
  server.next.push({ status: 302, headers: { location: "https://elsewhere.example/" } });
  const { code, stderr } = await phase(["secrets", "get", "API_KEY", "--wait-for", "0"]);
  expect(code).toBe(1);
  expect(stderr).toContain("https://elsewhere.example/");
});

test("a response that isn't the API's is recognised", async () => {
  server.next.push({ status: 200, body: "<html>" });
  const { code, stderr } = await phase(["secrets", "get", "API_KEY"]);
  expect(code).toBe(1);
  expect(stderr).toContain("didn't return a Phase API response");
});

test.each([401, 403, 404, 500, 503])(
  "a proxy's page with %i says nothing about token, scopes or secrets",
  async (status) => {
    server.next.push({ status, body: "<html>Sign in to the network</html>" });
    const { code, stderr } = await phase(["secrets", "get", "API_KEY", "--wait-for", "0"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`The response ${status} from ${server.url} is not from Phase`);
    expect(stderr).not.toMatch(/token|scope/);
  },
);

test.each([
  ["a proxy's page", { status: 404, body: "<html>" }],
  [
    "the API",
    {
      status: 404,
      body: { error: { code: "not_found", message: "Not found.", requestId: "r", issues: [] } },
    },
  ],
])("a path in PHASE_HOST is named if %s finds nothing", async (_, answer) => {
  server.next.push(answer);
  const PHASE_HOST = `${server.url}/api/v1/`;
  const { code, stderr } = await phase(["secrets", "get", "API_KEY", "--wait-for", "0"], { PHASE_HOST });
  expect(code).toBe(1);
  expect(stderr).toContain(`has the path /api/v1. Unless a proxy serves Phase there, use ${server.url}.`);
});
