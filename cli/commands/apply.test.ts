import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../testing/cli-process";
import { failure, FakeServer } from "../testing/fake-server";

const KEY = "sk-admin-0123456789abcdef";
let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  folder = await mkdtemp(join(tmpdir(), "phase-apply-"));
  await writeFile(join(folder, "phase.yaml"), "version: 1\n");
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const phase = (
  args: string[],
  { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
) => runCli(args, { host: server.url, input, env, cwd: folder });

const STEP = { action: "create", kind: "app", name: "Web", changes: [], effect: null, showsText: false };
const CREDENTIAL = { ...STEP, kind: "third_party_credential", name: "OpenAI" };
const TOKEN = { ...STEP, kind: "service_token", name: "ci", showsText: true };
const WEBHOOK = { ...STEP, kind: "webhook", name: "__proto__", showsText: true };
const DELETED = {
  ...STEP,
  action: "delete",
  kind: "rotating_secret",
  name: "Web/Production/Chat",
  effect: "Revokes its keys at OpenAI immediately.",
};
type Step = typeof STEP | typeof DELETED;
const answer = (plan: string, steps: Step[], needed: string[] = [], applied: object[] = []) => ({
  status: 200,
  body: { plan, steps, needed, applied },
});
const done = (step: Step, text: string | null = null) => ({ ...step, text });
const sent = () =>
  server.requests.map(
    ({ path, body }) => [path, JSON.parse(body || "null") as Record<string, unknown>] as const,
  );

test("--dry-run shows the plan, changes nothing, and exits with 2 if something would change", async () => {
  const changed = {
    ...STEP,
    action: "change",
    kind: "rotating_secret",
    name: "Web/Production/Chat\u001b[2J",
    changes: [
      { field: "rotationInterval", before: "30d", after: "12d" },
      { field: "description", before: "", after: "two\nlines" },
      { field: "outputs.key_id", before: "ID", after: null },
      { field: "thirdPartyCredential", before: null, after: "OpenAI" },
    ],
  };
  server.next.push(answer("p", [STEP, changed as unknown as Step, DELETED], ["env:MISSING"]));
  const { code, stdout } = await phase(["apply", "--dry-run", "--prune"]);
  expect(code).toBe(2);
  expect(stdout).toBe(`+ app Web
~ rotating secret Web/Production/Chat\ufffd[2J
    rotationInterval: 30d → 12d
    description: "" → "two\\nlines"
    outputs.key_id: ID → (none)
    thirdPartyCredential: OpenAI
- rotating secret Web/Production/Chat
    Revokes its keys at OpenAI immediately.

1 to create, 1 to change, 1 to delete.
`);
  expect(sent()).toEqual([
    ["/configuration?dryRun=true", { file: "version: 1\n", values: {}, prune: true, replaceKeys: false }],
  ]);
});

test("finds nothing to change", async () => {
  server.next.push(answer("p", []), answer("p", []), answer("p", []));
  expect(await phase(["apply", "-n"])).toMatchObject({ code: 0, stdout: "Nothing to change.\n" });
  expect(await phase(["apply"])).toMatchObject({ code: 0, stdout: "Nothing to change.\n" });
  const { stdout } = await phase(["apply", "-f", "-", "--json"], { input: "version: 1 # mine\n" });
  expect(JSON.parse(stdout)).toEqual({ plan: "p", steps: [], needed: [], applied: [] });
  expect(sent().at(-1)?.[1]).toMatchObject({ file: "version: 1 # mine\n" });
});

test("reads the texts that the plan needs, from variables and from files beside the YAML", async () => {
  await writeFile(join(folder, "url"), "https://example.com/x\n");
  server.next.push(
    answer("p1", [CREDENTIAL], ["env:ADMIN_KEY", "file:url"]),
    answer("p2", [STEP], [], [done(CREDENTIAL)]),
    answer("p3", [], [], [done(STEP)]),
  );
  const run = await phase(["apply", "-f", join(folder, "phase.yaml")], { env: { ADMIN_KEY: KEY } });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toContain("Done: + third-party credential OpenAI\nDone: + app Web\n");
  expect(run.stdout).not.toContain(KEY);
  const values = { "env:ADMIN_KEY": KEY, "file:url": "https://example.com/x" };
  expect(sent().map(([path, body]) => [path, body["plan"], body["values"]])).toEqual([
    ["/configuration?dryRun=true", undefined, {}],
    ["/configuration", "p1", values],
    ["/configuration", "p2", values],
  ]);
  server.next.push(answer("p1", [CREDENTIAL], ["env:ADMIN_KEY"]));
  const refused = await phase(["apply"]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain("ADMIN_KEY isn't set");
});

test("compares texts with --replace-keys, also in a dry run", async () => {
  server.next.push(answer("p1", [], ["env:ADMIN_KEY"]), answer("p2", [CREDENTIAL]));
  const { code } = await phase(["apply", "-n", "--replace-keys"], { env: { ADMIN_KEY: KEY } });
  expect(code).toBe(2);
  expect(sent().map(([path, body]) => [path, body["values"]])).toEqual([
    ["/configuration?dryRun=true", {}],
    ["/configuration?dryRun=true", { "env:ADMIN_KEY": KEY }],
  ]);
});

test("deletes only after confirmation", async () => {
  server.next.push(answer("p", [DELETED, DELETED, { ...DELETED, kind: "app" }]));
  const refused = await phase(["apply", "--prune"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("Deletes 2 rotating secrets, 1 app. Confirm with --yes.");
  expect(server.requests).toHaveLength(1);
  server.next.push(answer("p", [DELETED]), answer("q", [], [], [done(DELETED)]));
  expect((await phase(["apply", "--prune", "-y"])).code).toBe(0);
});

test("keeps new tokens and signing secrets in a file of the user's own, which is ready before anything changes", async () => {
  const path = join(folder, "tokens.json");
  server.next.push(answer("p", [TOKEN, WEBHOOK]));
  const refused = await phase(["apply"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("--tokens-to: ci, __proto__");
  for (const content of ["[]", "{", '{"serviceTokens":{"a":1}}']) {
    await writeFile(path, content, { mode: 0o600 });
    server.next.push(answer("p", [TOKEN]));
    expect((await phase(["apply", "--tokens-to", path])).stderr).toContain("holds something else");
  }
  await writeFile(path, '{"serviceTokens":{"old":"phs_old"}}');
  await chmod(path, 0o644);
  server.next.push(answer("p", [TOKEN]));
  expect((await phase(["apply", "--tokens-to", path])).stderr).toContain("is accessible to other users");
  server.next.push(answer("p", [TOKEN]));
  expect((await phase(["apply", "--tokens-to", join(folder, "phase.yaml/x")])).stderr).toContain(
    "can't be written",
  );
  expect(server.requests.map(({ path: asked }) => asked)).not.toContain("/configuration");

  await chmod(path, 0o600);
  server.next.push(
    answer("p", [TOKEN, WEBHOOK]),
    answer("q", [WEBHOOK], [], [done(TOKEN, "phs_new")]),
    answer("r", [], [], [done(WEBHOOK, "whsec_new")]),
  );
  const run = await phase(["apply", "--tokens-to", path, "-o", "json"]);
  expect(run.code).toBe(0);
  expect(run.stdout).not.toMatch(/phs_|whsec_/);
  expect(JSON.parse(run.stdout)).toMatchObject({
    steps: [],
    applied: [{ name: "ci" }, { name: "__proto__" }],
  });
  expect((await readFile(path, "utf8")).replaceAll(/\s/g, "")).toBe(
    '{"serviceTokens":{"old":"phs_old","ci":"phs_new"},"webhooks":{"__proto__":"whsec_new"}}',
  );
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("repeats a request without a response under the same key, and waits for another apply", async () => {
  server.next.push(
    answer("p", [STEP]),
    failure(503, "OpenAI is away.", { "retry-after": "0" }),
    { status: 502, body: "a proxy's page" },
    failure(409, "Another configuration is being applied.", { "retry-after": "0" }),
    answer("q", [], [], [done(STEP)]),
  );
  const { code, stderr } = await phase(["apply"]);
  expect(code).toBe(0);
  expect(stderr).toContain("Another configuration is being applied. Retrying.");
  const keys = server.requests.slice(1).map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toHaveLength(4);
  expect(new Set(keys).size).toBe(1);
});

test("shows the new plan if something else has changed, and gives up if that never stops", async () => {
  const stale = failure(409, "Something else has changed.");
  (stale.body as { error: { code: string } }).error.code = "stale";
  server.next.push(answer("p", [STEP]), stale, answer("q", [DELETED]));
  const { code, stdout, stderr } = await phase(["apply"]);
  expect(code).toBe(2);
  expect(stdout).toContain("- rotating secret");
  expect(stderr).toContain("This is the new plan.");
  expect(stderr).toContain("Deletes 1 rotating secret. Confirm with --yes.");
  server.requests.length = 0;
  for (let time = 0; time < 5; time += 1) server.next.push(answer("p", [STEP]), stale);
  expect((await phase(["apply"])).code).toBe(1);
  expect(server.requests).toHaveLength(10);
});

test("says what is wrong with the file", async () => {
  server.next.push({
    status: 400,
    body: {
      error: {
        code: "invalid_input",
        message: "Line 3: Unknown field.",
        requestId: "r",
        issues: [{ path: "apps.Web.envs", message: "Line 3: Unknown field." }],
      },
    },
  });
  const { code, stderr } = await phase(["apply"]);
  expect(code).toBe(1);
  expect(stderr).toContain("apps.Web.envs: Line 3: Unknown field.");
  expect((await phase(["apply", "-f", "none.yaml"])).stderr).toContain("none.yaml can't be read");
});

test("export prints the file, and nothing in it controls the terminal", async () => {
  server.answers.set("GET /configuration", "x");
  const { code, stdout } = await phase(["export"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '"x"\n' });
});
