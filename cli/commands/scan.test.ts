import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../testing/cli-process";
import { FakeServer, TOKEN } from "../testing/fake-server";

const KEY = `sk-proj-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789`;
const SUMMARY = { binary: 0, large: 0, unreadable: 0 };

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await new FakeServer().start();
  folder = await mkdtemp(join(tmpdir(), "phase-scan-"));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** The environment of a user who isn't logged in. */
const ALONE = { PHASE_SERVICE_TOKEN: undefined, PHASE_ENV: undefined, GIT_CEILING_DIRECTORIES: tmpdir() };
const scan = (args: string[], env: Record<string, string | undefined> = ALONE) =>
  runCli(["scan", ...args], { host: server.url, cwd: folder, env });
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@x.test", ...args], {
    cwd: folder,
    encoding: "utf8",
  });

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function found(args: string[]): Promise<string[]> {
  const { stdout } = await scan(["-o", "json", ...args]);
  return (JSON.parse(stdout) as { found: { file: string }[] }).found.map(({ file }) => file);
}

test("prints where a secret is, and its last four characters", async () => {
  await write({ "a.env": `X=1\nKEY=${KEY}\n`, "b/c.txt": "nothing" });
  const { code, stdout, stderr } = await scan([]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "a.env:2:5: OpenAI key …6789\n" });
  expect(stderr).toBe("phase: Found 1 in 2 files. Skipped 0 binary, 0 over 5 MiB, 0 unreadable.\n");
  expect(await scan(["b"])).toMatchObject({ code: 0, stdout: "" });
  const json = await scan(["a.env", "b/c.txt", "-o", "json"]);
  expect(JSON.parse(json.stdout)).toEqual({
    found: [{ file: "a.env", line: 2, column: 5, kind: "OpenAI key", lastFour: "6789" }],
    files: 2,
    skipped: SUMMARY,
  });
  expect(json.stdout + stdout).not.toContain("AbCd");
  expect(server.requests).toEqual([]);
});

test("outside of git, reads everything except .git, node_modules, links, binary and huge files", async () => {
  await write({
    ".git/x": KEY,
    "a/node_modules/x": KEY,
    "a/x": KEY,
    picture: Buffer.from(`\0${KEY}`),
    huge: KEY.repeat(130_000),
  });
  const outside = await mkdtemp(join(tmpdir(), "phase-outside-"));
  await writeFile(join(outside, "x"), KEY);
  await symlink(outside, join(folder, "folder-link"));
  await symlink(join(outside, "x"), join(folder, "file-link"));
  const { stdout } = await scan(["-o", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    found: [{ file: "a/x" }],
    files: 1,
    skipped: { binary: 1, large: 1, unreadable: 0 },
  });
  await rm(outside, { recursive: true });
});

test("in a repository, reads what git knows or would add, and runs none of its programs", async () => {
  git("init", "--quiet");
  await write({ ".gitignore": "ignored\n", tracked: KEY, "d/tracked": KEY, "new ü\n": KEY, ignored: KEY });
  git("add", "tracked", "d");
  git("config", "core.fsmonitor", `touch ${join(folder, "ran")}; false`);
  // Following this link would lead out of the folder.
  const outside = await mkdtemp(join(tmpdir(), "phase-outside-"));
  await writeFile(join(outside, "tracked"), KEY);
  await rm(join(folder, "d"), { recursive: true });
  await symlink(outside, join(folder, "d"));
  expect((await found([])).toSorted()).toEqual(["new ü\n", "tracked"]);
  expect((await scan([])).stdout).toContain("new ü?:1:1: OpenAI key");
  expect(existsSync(join(folder, "ran"))).toBe(false);
  await rm(outside, { recursive: true });
});

test.each([
  ["file", "/nowhere", "remote.origin.uploadpack"],
  ["ssh", "ssh://nowhere.invalid/x", "core.sshCommand"],
])(
  "a repository that lacks an object runs no program over %s to fetch it",
  async (protocol, url, setting) => {
    git("init", "--quiet");
    await write({ tracked: KEY });
    git("add", "tracked");
    git("commit", "--quiet", "-m", "one");
    const id = git("rev-parse", "HEAD:tracked").trim();
    await rm(join(folder, ".git", "objects", id.slice(0, 2)), { recursive: true });
    git("config", "core.repositoryFormatVersion", "1");
    git("config", "extensions.partialClone", "origin");
    git("config", "remote.origin.promisor", "true");
    git("config", "remote.origin.url", url);
    git("config", setting, `touch ${join(folder, "ran")}; false`);
    git("config", `protocol.${protocol}.allow`, "always");
    expect((await scan(["--history"])).code).toBeGreaterThan(1);
    expect(existsSync(join(folder, "ran"))).toBe(false);
  },
);

test("--staged reads what the next commit adds, not the files", async () => {
  git("init", "--quiet");
  await write({ old: KEY, "bad one": `x\n${KEY}`, good: "fine", huge: "x".repeat(5_300_000) });
  git("add", "old");
  git("commit", "--quiet", "-m", "old");
  git("add", ".");
  await symlink(KEY, join(folder, "link"));
  git("add", "link");
  await write({ "bad one": "mended too late", good: KEY });
  const { code, stdout } = await scan(["--staged", "-o", "json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    found: [{ file: "bad one", line: 2, column: 1 }],
    files: 2,
    skipped: { large: 1 },
  });
  expect(await found(["--staged", "good"])).toEqual([]);
});

test("--history reads every version of each file, in all branches", async () => {
  git("init", "--quiet");
  await write({ "d/bad one": KEY, huge: "x".repeat(5_300_000), good: "fine" });
  git("add", ".");
  git("commit", "--quiet", "-m", "one");
  git("checkout", "--quiet", "-b", "other");
  await write({ other: `\n${KEY}` });
  git("add", ".");
  git("commit", "--quiet", "-m", "two");
  git("checkout", "--quiet", "-");
  await write({ "d/bad one": "mended" });
  git("commit", "--quiet", "-am", "three");
  const { code, stdout } = await scan(["--history", "-o", "json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ files: 4, skipped: { large: 1 } });
  expect((await found(["--history"])).toSorted()).toEqual(["d/bad one", "other"]);
  expect(await found(["--history", "d"])).toEqual(["d/bad one"]);
  expect((await scan(["--history", "--staged"])).code).toBe(2);
});

test("--staged works before the first commit", async () => {
  git("init", "--quiet");
  await write({ bad: KEY, good: "fine" });
  git("add", ".");
  expect((await scan(["--staged"])).code).toBe(1);
  git("rm", "--cached", "--quiet", "bad");
  expect((await scan(["--staged"])).code).toBe(0);
});

test("searches the values of the chosen environment if there is a login", async () => {
  server.values = { PASSWORD: "hunter2-and-more", PORT: "5432" };
  await write({ "a.txt": "x hunter2-and-more 5432\n" });
  const env = { ...ALONE, PHASE_SERVICE_TOKEN: TOKEN };
  const said = await scan(["-e", "shop/Production"], env);
  expect(said).toMatchObject({ code: 1, stdout: "a.txt:1:3: value of PASSWORD …more\n" });
  expect((await scan(["-e", "shop/Production"])).code).toBe(0);
  expect((await scan([], env)).code).toBe(0);
  expect((await scan(["-e", "shop/Production", "--no-values"], env)).code).toBe(0);
  await server.stop();
  const away = await scan(["-e", "shop/Production"], { ...env, PHASE_HOST: "http://127.0.0.1:1" });
  expect(away.code).toBe(2);
  expect(away.stderr).toContain("Nothing answers");
});

test("exits with 2 if it can't tell", async () => {
  expect(await scan(["missing"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "phase: The file or folder missing doesn't exist.\n",
  });
  expect((await scan(["--staged"])).code).toBe(2);
  expect((await scan(["-o", "yaml"])).code).toBe(2);
  await write({ closed: KEY });
  await chmod(join(folder, "closed"), 0);
  if (process.geteuid?.() !== 0) expect((await scan([])).code).toBe(2);
});
