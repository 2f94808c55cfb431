import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "./testing/cli-process";
import { fakeKeyring } from "./testing/fake-keyring";
import { FakeServer, TOKEN } from "./testing/fake-server";

let server: FakeServer;
let folder: string;
let bin: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  folder = await mkdtemp(join(tmpdir(), "phase-login-keyring-"));
  bin = await fakeKeyring(folder);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const phase = (args: string[], input = "") =>
  runCli(args, {
    env: {
      PHASE_HOST: undefined,
      PHASE_SERVICE_TOKEN: undefined,
      XDG_CONFIG_HOME: folder,
      PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
    },
    input,
    cwd: folder,
  });
const login = (...args: string[]) =>
  phase(["login", "--host", server.url, "--token-stdin", ...args], `${TOKEN}\n`);
const items = async () =>
  JSON.parse(await readFile(join(bin, "items.json"), "utf8")) as Record<string, string>;
const profile = async () => {
  const text = await readFile(join(folder, "phase/profiles.json"), "utf8");
  return (JSON.parse(text) as { profiles: Record<string, unknown> }).profiles["default"];
};

test("login --keyring keeps the token there, commands use it, and logout removes it", async () => {
  const done = await login("--keyring");
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout).toContain("and its token in the keyring.");
  expect(await profile()).toEqual({ host: server.url, token: "", insecure: false, keyring: true });
  expect(Object.values(await items()).map((token) => token.trim())).toEqual([TOKEN]);
  expect((await phase(["whoami"])).code).toBe(0);
  expect((await phase(["config"])).stdout).toMatch(/token +\(hidden\) +keyring, profile default/);
  expect((await phase(["logout"])).code).toBe(0);
  expect(await items()).toEqual({});
  expect((await phase(["whoami"])).stderr).toContain("No service token. Log in");
});

test("a login without --keyring removes what the previous one kept there", async () => {
  await login("--keyring");
  await login();
  expect(await profile()).toMatchObject({ token: TOKEN, keyring: false });
  expect(await items()).toEqual({});
  expect((await phase(["whoami"])).code).toBe(0);
});

test("a keyring that fails is reported, and the login isn't saved", async () => {
  await writeFile(join(bin, "broken"), "");
  const failed = await login("--keyring");
  expect(failed).toMatchObject({ code: 1, stdout: "" });
  expect(failed.stderr).toContain("can't be reached: Cannot autolaunch D-Bus");
  expect((await phase(["logout"])).stderr).toBe("phase: No profile named default.\n");
});

test.each([
  ["logout", () => phase(["logout"]), "Removed profile default."],
  ["a login without it", () => login(), "Logged in to"],
])("%s works without the keyring, and says what may be left in it", async (_, act, words) => {
  await login("--keyring");
  await writeFile(join(bin, "broken"), "");
  const { code, stdout, stderr } = await act();
  expect(code).toBe(0);
  expect(stdout).toContain(words);
  expect(stderr).toContain("The token may still be in the keyring.");
});

test("a token from elsewhere needs no keyring", async () => {
  await login("--keyring");
  await writeFile(join(bin, "broken"), "");
  expect((await phase(["whoami"])).stderr).toContain("can't be reached");
  await writeFile(join(folder, "token"), TOKEN);
  expect((await phase(["whoami", "--token-file", join(folder, "token")])).code).toBe(0);
});
