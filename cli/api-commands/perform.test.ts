import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runCli } from "../testing/cli-process";
import { ENVIRONMENT_ID, FakeServer } from "../testing/fake-server";

const ID = randomUUID();
/** A name full of characters that steer a terminal, hide, or change the text direction. */
const EVIL = "a\u001b[2Jb\u202ec\u200bd\u0007e";

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  folder = await mkdtemp(join(tmpdir(), "phase-perform-"));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const phase = (args: string[], input = "") => runCli(args, { host: server.url, input });

describe("output", () => {
  const webhook = { id: ID, name: EVIL, format: "slack", enabled: true, types: ["rotation.failed", "x"] };
  beforeEach(() => {
    server.answers.set("GET /webhooks", {
      webhooks: [webhook, { ...webhook, name: "日本", types: [] }],
      nextCursor: null,
    });
    server.answers.set(`GET /webhooks/${ID}`, webhook);
  });

  test("a table keeps its columns, whatever the cells contain", async () => {
    const { stdout } = await phase(["webhooks", "list"]);
    expect(stdout).toBe(
      [
        "ID                                    NAME          FORMAT  ENABLED  TYPES",
        `${ID}  a\ufffd[2Jb\ufffdc\ufffdd\ufffde  slack   true     rotation.failed, x`,
        `${ID}  日本          slack   true`,
        "",
      ].join("\n"),
    );
  });

  test("a single item has a line for each field", async () => {
    const { stdout } = await phase(["webhooks", "get", ID]);
    expect(stdout).toMatch(/^FIELD +VALUE\nid +/);
    expect(stdout).toContain("types    rotation.failed, x\n");
  });

  test("JSON and YAML have the same content, and neither steers a terminal", async () => {
    const json = (await phase(["webhooks", "list", "-o", "json"])).stdout;
    const yaml = (await phase(["webhooks", "list", "-o", "yaml"])).stdout;
    const expected = { webhooks: [webhook, { ...webhook, name: "日本", types: [] }] };
    expect(JSON.parse(json)).toEqual(expected);
    expect(parse(yaml)).toEqual(expected);
    expect(json + yaml).not.toMatch(/[\u001b\u202e\u200b\u0007]/);
    expect((await phase(["webhooks", "list", "--json"])).stdout).toBe(json);
  });

  test("a single item can be printed as variables, a list can't", async () => {
    server.answers.set(`GET /webhooks/${ID}`, { ...webhook, name: "it's", rotationIntervalSeconds: 60 });
    const { stdout } = await phase(["webhooks", "get", ID, "-o", "env"]);
    expect(stdout).toContain(`NAME="it's"\n`);
    expect(stdout).toContain("ROTATION_INTERVAL_SECONDS=60\n");
    expect(await phase(["webhooks", "list", "-o", "env"])).toMatchObject({ code: 2, stdout: "" });
  });
});

test("a long list is read up to its limit, over as many pages as needed", async () => {
  const entry = (subjectName: string) => ({
    at: "2026-01-01",
    action: "x",
    actor: "a",
    subjectName,
    ip: null,
  });
  server.answers.set("GET /audit?limit=200", {
    entries: Array.from({ length: 200 }, () => entry("one")),
    nextCursor: ID,
  });
  server.answers.set(`GET /audit?limit=200&cursor=${ID}`, {
    entries: [entry("two"), entry("three")],
    nextCursor: ID,
  });
  const { stdout } = await phase(["audit", "list", "--limit", "201"]);
  expect(stdout.trim().split("\n").length).toBe(202);
  expect(stdout).toContain("two");
  expect(stdout).not.toContain("three");
});

test("irreversible actions need --yes if nobody can be asked", async () => {
  server.answers.set(`DELETE /webhooks/${ID}`, null);
  const refused = await phase(["webhooks", "delete", ID]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("Confirm with --yes");
  expect(server.requests).toEqual([]);
  expect(await phase(["webhooks", "delete", ID, "--yes"])).toEqual({
    code: 0,
    stdout: `Deleted ${ID}.\n`,
    stderr: "",
  });
});

test("create sends names as ids, and times as seconds", async () => {
  const [credential, other] = [randomUUID(), randomUUID()];
  server.answers.set("GET /third-party-credentials", {
    thirdPartyCredentials: [
      { id: credential, name: "OpenAI" },
      { id: other, name: "openai 2" },
    ],
    nextCursor: null,
  });
  server.answers.set(`GET /third-party-credentials/${credential}/openai/projects`, {
    projects: [{ id: "proj_1", name: "Shop" }],
  });
  const path = `/environments/${ENVIRONMENT_ID}/rotating-secrets`;
  server.answers.set(`POST ${path}`, {
    id: ID,
    name: "prod",
    health: "healthy",
    state: "active",
    pauseReason: null,
  });
  const args = [
    "--env",
    "shop/Production",
    "--project",
    "shop",
    "--credential",
    "openai",
    "--interval",
    "30d",
  ];
  const outputs = ["--map", "api_key=KEY", "--map", "key_id=KEY_ID"];
  const created = await phase(["rotating-secrets", "create", "prod", ...args, "--delay", "12h", ...outputs]);
  expect(created).toMatchObject({ code: 0, stderr: "" });
  expect(created.stdout).toContain("healthy");
  expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual({
    name: "prod",
    provider: "openai",
    thirdPartyCredentialId: credential,
    config: { projectId: "proj_1" },
    rotationIntervalSeconds: 2_592_000,
    revocationDelaySeconds: 43_200,
    outputs: { api_key: "KEY", key_id: "KEY_ID" },
  });
  const missing = await phase(["rotating-secrets", "create", "prod", ...args, ...outputs]);
  expect(missing).toMatchObject({ code: 2 });
  expect(missing.stderr).toContain("--delay");
});

test("a dry run shows the schedule", async () => {
  const path = `/environments/${ENVIRONMENT_ID}/rotating-secrets?dryRun=true`;
  server.answers.set(`POST ${path}`, { schedule: [{ mintAt: "2026-01-01", revokeAt: null }] });
  const ids = [
    "--credential",
    ID,
    "--project",
    "proj_1",
    "--interval",
    "60",
    "--delay",
    "0",
    "--map",
    "api_key=K",
  ];
  const { stdout } = await phase([
    "rotating-secrets",
    "create",
    "x",
    "-e",
    ENVIRONMENT_ID,
    ...ids,
    "--dry-run",
  ]);
  expect(stdout).toBe("MINT        REVOKE\n2026-01-01\n");
});

test("an edit without an option changes nothing", async () => {
  const { code, stderr } = await phase(["webhooks", "edit", ID]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "phase: Nothing to change. Give at least one option; --help lists them.\n",
  });
  expect((await phase(["webhooks", "edit", ID, "--enable", "--disable"])).code).toBe(2);
});

test("an admin key comes only from standard input or a file", async () => {
  server.answers.set("POST /third-party-credentials", { id: ID, name: "OpenAI" });
  const file = join(folder, "key");
  await writeFile(file, "sk-admin-2\n");
  await phase(["credentials", "add", "OpenAI"], "sk-admin-1\n");
  await phase(["credentials", "add", "OpenAI", "--file", file]);
  expect(server.requests.map(({ body }) => body)).toEqual([
    '{"provider":"openai","name":"OpenAI","adminApiKey":"sk-admin-1"}',
    '{"provider":"openai","name":"OpenAI","adminApiKey":"sk-admin-2"}',
  ]);
  expect((await phase(["credentials", "add", "OpenAI", "--admin-api-key", "sk-admin-3"])).code).toBe(2);
});

test("labels are set, removed and filtered by as name=value; a token's keys as a list", async () => {
  server.answers.set("POST /service-tokens", { id: ID, name: "ci", token: "phs_1" });
  server.answers.set(`PATCH /webhooks/${ID}`, { id: ID, name: "Ops" });
  const path = "/apps?label=team%3Abilling&label=tier%3A1%3D2";
  server.answers.set(`GET ${path}`, { apps: [], nextCursor: null });
  const labels = ["--label", "team=billing", "--label", "tier=1=2"];
  const keys = ["--key", "A,B_*", "--key", "C"];
  await phase(["tokens", "create", "ci", "--scope", "secrets:read", ...labels, ...keys]);
  await phase(["webhooks", "edit", ID, "--label", ""]);
  expect(await phase(["apps", "list", ...labels])).toMatchObject({ code: 0 });
  expect(server.requests.map(({ body, path: asked }) => (body === "" ? asked : body))).toEqual([
    '{"name":"ci","scopes":["secrets:read"],"keys":["A","B_*","C"],"labels":{"team":"billing","tier":"1=2"}}',
    '{"labels":{}}',
    path,
  ]);
  expect((await phase(["apps", "list", "--label", "team"])).stderr).toContain("Use name=value");
});
