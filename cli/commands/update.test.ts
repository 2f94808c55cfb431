import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli, STANDALONE } from "../testing/cli-process";

const NEW = '#!/usr/bin/env node\nprocess.stdout.write("9.9.9\\n");\n';
const digestOf = (text: string) => `${createHash("sha256").update(text).digest("hex")}  phase.mjs\n`;

let folder: string;
let own: string;
let http: Server;
let url: string;
let served: Record<string, string>;
let seen: string[];
let redirect: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-update-"));
  own = join(folder, "phase.mjs");
  await copyFile(STANDALONE, own);
  await chmod(own, 0o755);
  served = { "/cli/phase.mjs": NEW, "/cli/phase.mjs.sha256": digestOf(NEW) };
  seen = [];
  redirect = undefined;
  http = createServer((request, response) => {
    seen.push(`${request.url ?? ""} ${request.headers.authorization ?? ""}`.trim());
    const body = served[request.url ?? ""];
    if (redirect !== undefined) response.writeHead(302, { location: redirect });
    else if (body === undefined) response.statusCode = 404;
    response.end(body);
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  http.close();
  await rm(folder, { recursive: true });
});

const update = (args: string[] = [], file = own) =>
  runCli(["update", ...args], { program: [file], env: { PHASE_HOST: url }, cwd: folder });
const isUnchanged = async () => {
  expect(await readFile(own)).toEqual(await readFile(STANDALONE));
  expect((await readdir(folder)).filter((name) => name.endsWith(".mjs"))).toEqual(["phase.mjs"]);
};

test("replaces its file, behind a link too, and keeps the mode; the token is not sent", async () => {
  await symlink("phase.mjs", join(folder, "phase"));
  const done = await runCli(["update"], { program: [join(folder, "phase")], env: { PHASE_HOST: url } });
  expect(done).toEqual({ code: 0, stdout: `Replaced ${own} (0.1.0) with 9.9.9 from ${url}.\n`, stderr: "" });
  expect(await readFile(own, "utf8")).toBe(NEW);
  expect((await stat(own)).mode & 0o777).toBe(0o755);
  expect((await readdir(folder)).toSorted()).toEqual(["phase", "phase.mjs"]);
  expect(seen).toEqual(["/cli/phase.mjs.sha256", "/cli/phase.mjs"]);
});

test("--check only reports whether the files differ", async () => {
  const differs = await update(["--check"]);
  expect(differs).toMatchObject({ code: 2, stderr: "" });
  expect(differs.stdout).toContain(`${own} (0.1.0) differs from what ${url} has.`);
  served["/cli/phase.mjs.sha256"] = digestOf(await readFile(own, "utf8"));
  expect(await update(["--check"])).toMatchObject({
    code: 0,
    stdout: `${own} (0.1.0) is what ${url} has.\n`,
  });
  expect((await update()).code).toBe(0);
  expect(seen.every((path) => path === "/cli/phase.mjs.sha256")).toBe(true);
  await isUnchanged();
});

test.each<[string, () => void, string]>([
  ["another digest", () => (served["/cli/phase.mjs"] = `${NEW} `), "doesn't match its digest"],
  ["no digest", () => (served["/cli/phase.mjs.sha256"] = "<html>"), "is not a digest"],
  ["no file", () => delete served["/cli/phase.mjs"], "returned 404"],
  ["a redirect", () => (redirect = "http://127.0.0.1:1/"), "returned 302"],
  [
    "a file that fails",
    () => {
      const text = "process.exit(1)";
      served = { "/cli/phase.mjs": text, "/cli/phase.mjs.sha256": digestOf(text) };
    },
    "The new file doesn't run with Node",
  ],
])("changes nothing for %s", async (_, arrange, words) => {
  arrange();
  const { code, stdout, stderr } = await update();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(words);
  await isUnchanged();
});

test("asks no server that isn't named, and none over plain http, even with --insecure", async () => {
  const unnamed = await runCli(["update"], { program: [own], env: { PHASE_HOST: undefined } });
  expect(unnamed.stderr).toContain("Log in with `phase login`");
  const plain = await runCli(["--insecure", "update"], {
    program: [own],
    env: { PHASE_HOST: "http://phase.test" },
  });
  expect(plain.stderr).toContain("is plain http, so others on the network could replace the file");
  expect(seen).toEqual([]);
});

test("asks only the server of the login", async () => {
  const profiles = join(folder, "phase/profiles.json");
  await mkdir(join(folder, "phase"), { mode: 0o700 });
  const saved = { profiles: { default: { host: "https://phase.test", token: "phs_x" } } };
  await writeFile(profiles, JSON.stringify(saved), { mode: 0o600 });
  const env = { PHASE_HOST: url, PHASE_SERVICE_TOKEN: undefined, XDG_CONFIG_HOME: folder };
  const { code, stderr } = await runCli(["update"], { program: [own], env });
  expect(code).toBe(1);
  expect(stderr).toContain(`is for https://phase.test, but PHASE_HOST names ${url}`);
  expect(seen).toEqual([]);
});

test("doesn't replace a file that npm installed", async () => {
  const file = join(folder, "node_modules/phase-cli/dist/phase.mjs");
  await mkdir(join(folder, "node_modules/phase-cli/dist"), { recursive: true });
  await copyFile(STANDALONE, file);
  expect((await update([], file)).stderr).toContain("Update the package with npm");
  expect(seen).toEqual([]);
});
