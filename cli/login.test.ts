import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isTokenText, tokenHash, tokenHint } from "@/lib/tokens/token-text";
import { runCli, STANDALONE } from "./testing/cli-process";
import { ENVIRONMENT_ID, FakeServer, TOKEN } from "./testing/fake-server";
import { TerminalSession } from "./testing/terminal-session";

let server: FakeServer;
let folder: string;
let profiles: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  server.values = { API_KEY: "sk-1" };
  server.apps.push({
    id: randomUUID(),
    name: "blog",
    environments: [
      { id: randomUUID(), name: "Production" },
      { id: randomUUID(), name: "Staging" },
    ],
  });
  folder = await mkdtemp(join(tmpdir(), "phase-login-"));
  profiles = join(folder, "phase", "profiles.json");
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const NOTHING_SAID = { PHASE_HOST: undefined, PHASE_SERVICE_TOKEN: undefined };

const phase = (
  args: string[],
  { env = {}, input = "", cwd = folder }: { env?: Record<string, string>; input?: string; cwd?: string } = {},
) => runCli(args, { env: { ...NOTHING_SAID, XDG_CONFIG_HOME: folder, ...env }, input, cwd });

const login = (...args: string[]) =>
  phase(["login", "--host", server.url, "--token-stdin", ...args], { input: `${TOKEN}\n` });

test("login saves an accepted token for the user only, and logout removes it", async () => {
  const done = await login();
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout).toBe(
    `Logged in to ${server.url} as the service token "laptop" of Acme. Saved as profile default in ${profiles}.\n`,
  );
  expect((await stat(profiles)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, "phase"))).mode & 0o777).toBe(0o700);
  const read = ["secrets", "get", "API_KEY", "--env", ENVIRONMENT_ID];
  expect(await phase(read)).toEqual({ code: 0, stdout: "sk-1\n", stderr: "" });
  const out = await phase(["logout"]);
  expect(out).toMatchObject({ code: 0, stderr: "" });
  expect(out.stdout).toContain("Its token stays valid");
  expect((await phase(read)).stderr).toContain("No service token. Log in with `phase login`");
  expect((await phase(["logout"])).stderr).toBe("phase: No profile named default.\n");
});

test("login saves nothing that Phase refuses, and nothing that isn't a token", async () => {
  const refused = await phase(["login", "--host", server.url, "--token-stdin"], { input: "phs_wrong" });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("The server refused the service token");
  const none = await phase(["login", "--host", server.url, "--token-stdin"], { input: "a b" });
  expect(none.stderr).toBe("phase: Standard input does not hold a service token.\n");
  const unasked = await phase(["login", "--host", server.url]);
  expect(unasked).toMatchObject({ code: 2 });
  expect(unasked.stderr).toContain("--token-stdin");
  await expect(stat(profiles)).rejects.toThrow("ENOENT");
});

test("at a terminal login prompts, and shows no token", async () => {
  const session = new TerminalSession([process.execPath, STANDALONE, "login"], {
    XDG_CONFIG_HOME: folder,
    PHASE_SERVICE_TOKEN: "",
    PHASE_HOST: "",
  });
  await session.shows("[http://127.0.0.1:3000]: ");
  session.type(`${server.url}\r`);
  await session.shows("(hidden): ");
  session.type(`${TOKEN}\r`);
  const shown = await session.shows("Saved as profile default");
  await session.ended;
  expect(shown).toContain(`Logged in to ${server.url}`);
  expect(shown).not.toContain(TOKEN);
  expect(JSON.parse(await readFile(profiles, "utf8"))).toEqual({
    version: 1,
    profiles: { default: { host: server.url, token: TOKEN, insecure: false, keyring: false } },
  });
});

test("login in the browser saves a token that a member has approved, and that was never sent before", async () => {
  server.loginStates = ["approved"];
  const done = await phase(["login", "--host", server.url, "--browser"]);
  expect(done).toMatchObject({ code: 0 });
  expect(done.stderr).toContain(`Open ${server.url}/cli-login in a browser and enter the code BCDF-GHJK.`);
  const { profiles: saved } = JSON.parse(await readFile(profiles, "utf8")) as {
    profiles: { default: { token: string } };
  };
  const { token } = saved.default;
  expect(isTokenText(token)).toBe(true);
  const [start] = server.requests;
  expect(JSON.parse(start?.body ?? "")).toEqual({
    name: expect.stringMatching(/^phase on /) as unknown,
    tokenHash: tokenHash(token),
    tokenHint: tokenHint(token),
  });
  const sent = server.requests.filter((request) => JSON.stringify(request).includes(token));
  expect(sent.map(({ path }) => path)).toEqual(["/me"]);
  expect(`${done.stdout}${done.stderr}`).not.toContain(token);
});

test.each([
  ["denied", "was denied in the console"],
  ["expired", "The code has expired"],
])("login in the browser saves nothing when it is %s", async (state, says) => {
  server.loginStates = state === "expired" ? [] : [state];
  const done = await phase(["login", "--host", server.url, "--browser"]);
  expect(done).toMatchObject({ code: 1, stdout: "" });
  expect(done.stderr).toContain(says);
  await expect(stat(profiles)).rejects.toThrow("ENOENT");
});

test("login in the browser survives a server that is away for a moment", async () => {
  server.loginStates = ["away", "approved"];
  expect(await phase(["login", "--host", server.url, "--browser"])).toMatchObject({ code: 0 });
});

test("at a terminal, nothing instead of a token leads to the browser", async () => {
  server.loginStates = ["approved"];
  const session = new TerminalSession([process.execPath, STANDALONE, "login", "--host", server.url], {
    XDG_CONFIG_HOME: folder,
    PHASE_SERVICE_TOKEN: "",
  });
  await session.shows("(hidden): ");
  session.type("\r");
  await session.shows("enter the code BCDF-GHJK");
  await session.shows("Saved as profile default");
  await session.ended;
});

test("a profile is used by its name, and a missing one is refused with the existing names", async () => {
  await login("--profile", "work");
  expect((await phase(["whoami", "--profile", "work"])).stdout).toBe(
    `the service token "laptop" of Acme at ${server.url}\nmay: secrets:read in some environments\nin: shop/Production, blog/Production, blog/Staging\n`,
  );
  expect((await phase(["whoami"], { env: { PHASE_PROFILE: "work" } })).code).toBe(0);
  const missing = await phase(["whoami", "--profile", "home"]);
  expect(missing).toMatchObject({ code: 2, stdout: "" });
  expect(missing.stderr).toContain('--profile names the profile "home"');
  expect(missing.stderr).toContain("\n  work\n");
});

test("a profile's token goes to no other server", async () => {
  const other = await new FakeServer().start();
  await login();
  const told = await phase(["whoami"], { env: { PHASE_HOST: other.url } });
  expect(told).toMatchObject({ code: 1, stdout: "" });
  expect(told.stderr).toContain(`is for ${server.url}, but PHASE_HOST names ${other.url}`);
  expect(other.requests).toEqual([]);
  // Allowed with its own token.
  const env = { PHASE_HOST: other.url, PHASE_SERVICE_TOKEN: TOKEN };
  expect((await phase(["whoami"], { env })).code).toBe(0);
  await other.stop();
});

test("profiles that others can read or that are damaged are refused", async () => {
  await login();
  await chmod(profiles, 0o644);
  expect((await phase(["whoami"])).stderr).toContain("is accessible to other users. Set its mode to 0600");
  // Not needed if variables set everything.
  const env = { PHASE_HOST: server.url, PHASE_SERVICE_TOKEN: TOKEN };
  expect((await phase(["whoami"], { env })).code).toBe(0);
  await writeFile(profiles, "{", { mode: 0o600 });
  await chmod(profiles, 0o600);
  expect((await phase(["whoami"])).stderr).toContain("the file is damaged");
});

test("setup names the environment for a folder and those in it", async () => {
  await login();
  const set = await phase(["setup", "--env", "shop/production"]);
  expect(set).toMatchObject({ code: 0, stderr: "" });
  expect(set.stdout).toBe(`${join(folder, ".phase.yaml")} names shop/Production.\n`);
  expect(await readFile(join(folder, ".phase.yaml"), "utf8")).toContain(
    'app: "shop"\nenvironment: "Production"\n',
  );
  const below = join(folder, "a/b");
  await mkdir(below, { recursive: true });
  expect((await phase(["secrets", "get", "API_KEY"], { cwd: below })).stdout).toBe("sk-1\n");
  const run = ["run", "--no-fallback", "--", process.execPath, "-p", "process.env.API_KEY"];
  expect((await phase(run, { cwd: below })).stdout).toBe("sk-1\n");
});

test("setup without --env names the choices, and asks at a terminal", async () => {
  await login();
  const unsaid = await phase(["setup"]);
  expect(unsaid.code).toBe(2);
  expect(unsaid.stderr).toContain("  shop/Production\n  blog/Production\n  blog/Staging");
  const session = new TerminalSession(
    ["sh", "-c", `cd ${folder} && exec ${process.execPath} ${STANDALONE} setup`],
    { XDG_CONFIG_HOME: folder, PHASE_SERVICE_TOKEN: "", PHASE_HOST: "" },
  );
  await session.shows("Number from 1 to 3: ");
  session.type("3\r");
  await session.shows("names blog/Staging.");
  await session.ended;
});

const PROJECT = `# ours\napp: blog # the app\nenvironment: 'Staging'\n`;

test.each([
  { name: "the folder's file", args: [], env: {}, asks: "blog/Staging" },
  { name: "a variable before the file", args: [], env: { PHASE_ENV: "Production" }, asks: "blog/Production" },
  {
    name: "an option before both",
    args: ["--env", "Production", "--app", "shop"],
    env: { PHASE_ENV: "Staging", PHASE_APP: "blog" },
    asks: "shop/Production",
  },
  { name: "a whole path", args: ["--env", "shop/Production"], env: {}, asks: "shop/Production" },
])("$name takes precedence", async ({ args, env, asks }) => {
  await writeFile(join(folder, ".phase.yaml"), PROJECT);
  const [app, environment] = asks.split("/");
  const id = server.apps
    .find(({ name }) => name === app)
    ?.environments.find(({ name }) => name === environment)?.id;
  const asked = { PHASE_HOST: server.url, PHASE_SERVICE_TOKEN: TOKEN, ...env };
  await phase(["secrets", "get", "API_KEY", ...args], { env: asked });
  expect(server.requests.at(-1)?.path).toBe(`/environments/${id}/secrets/API_KEY`);
});

test("a wrong or ambiguous environment name is answered with the app's environments", async () => {
  const env = { PHASE_HOST: server.url, PHASE_SERVICE_TOKEN: TOKEN };
  const ambiguous = await phase(["secrets", "get", "API_KEY", "--env", "Production"], { env });
  expect(ambiguous.stderr).toContain(":\n  shop/Production\n  blog/Production\n");
  expect(ambiguous.stderr).not.toContain("Staging");
  const app = await phase(["secrets", "get", "API_KEY", "--app", "blog"], { env });
  expect(app.stderr).toContain(":\n  blog/Production\n  blog/Staging\n");
  expect(app.stderr).not.toContain("shop");
});

test.each([
  "app: [a]",
  "host: https://elsewhere.example",
  "app: a\napp: b",
  "app:",
  'app: "a" b',
  "app: a: b",
  "- a",
])("a file with %j is refused by its line", async (text) => {
  await writeFile(join(folder, ".phase.yaml"), text);
  const env = { PHASE_HOST: server.url, PHASE_SERVICE_TOKEN: TOKEN };
  const { code, stderr } = await phase(["secrets", "get", "API_KEY"], { env });
  expect(code).toBe(1);
  expect(stderr).toContain(`.phase.yaml, line ${text.split("\n").length}: use \`app: NAME\``);
  expect(server.requests).toEqual([]);
});

test("config shows each setting with its source, and no token", async () => {
  await login();
  await writeFile(join(folder, ".phase.yaml"), PROJECT);
  const { stdout } = await phase(["config", "--env", "Production"]);
  expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["SETTING", "VALUE", "FROM"],
    ["profile", "default", "default"],
    ["host", server.url, "profile default"],
    ["token", "(hidden)", "profile default"],
    ["app", "blog", join(folder, ".phase.yaml")],
    ["environment", "Production", "--env"],
    [""],
  ]);
  const json = JSON.parse((await phase(["config", "--json"])).stdout) as unknown;
  expect(json).toMatchObject({ environment: { value: "Staging" }, profilesFile: profiles });
});

test("doctor checks host, reachability, clock, token and environment", async () => {
  await login();
  await writeFile(join(folder, ".phase.yaml"), PROJECT);
  const well = await phase(["doctor"]);
  expect(well).toMatchObject({ code: 0, stderr: "" });
  expect(well.stdout).toMatch(
    /^ok {3}host .*\nok {3}reach .*\nok {3}clock .* \d s apart\nok {3}token .*\nok {3}access .*laptop.*\nok {3}environment {2}blog\/Staging\n$/,
  );
  server.date = "Thu, 01 Jan 2026 00:00:00 GMT";
  const late = await phase(["doctor", "--env", "nowhere"]);
  expect(late.code).toBe(1);
  expect(late.stdout).toMatch(/^bad {2}clock .* s apart\. Fix this machine's clock/m);
  expect(late.stdout).toMatch(/^bad {2}environment .*No environment/m);
  await server.stop();
  const away = await phase(["doctor"]);
  expect(away.code).toBe(1);
  expect(away.stdout).toMatch(/^bad {2}reach .*connection refused/m);
});
