import { execFile, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, afterEach, expect, it, vi } from "vitest";
import { startForwardProxy } from "@/lib/testing/forward-proxy";
import { linkLibraries, nodePackage } from "./machine/complete-packages.mjs";
import { freePort } from "./machine/ports";
import { ROOT } from "./root";

vi.setConfig({ testTimeout: 60_000 });

const PREPARE = `
  import { prepare } from "./installation/install.mjs";
  try { await prepare(); } catch (error) { console.error(error.message); process.exitCode = 1; }`;
const MACHINE = ["complete-packages", "lock", "disk", "npm-trouble"];
const TRACE = "ran-a-script";
const CLIENT = "lib/generated/prisma/client.ts";

const NODE = nodePackage("1.0.0");
const [NODE_NAME = ""] = NODE.split("@");

const registry = createServer(({ url = "" }, response) => {
  if (!url.endsWith(".tgz")) response.end(JSON.stringify(packument()));
  else response.end(url.endsWith(`/${NODE_NAME}.tgz`) ? nodeTarball : tarball);
});
const packument = () => ({
  name: NODE_NAME,
  "dist-tags": { latest: "1.0.0" },
  versions: {
    "1.0.0": { name: NODE_NAME, version: "1.0.0", dist: { tarball: NODE_TARBALL } },
  },
});
const NODE_TARBALL = `http://registry.test/${NODE_NAME}.tgz`;
const TARBALL = "http://registry.test/any/-/any-1.0.0.tgz";
const integrity = () => `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
let tarball: Buffer;
let nodeTarball: Buffer;
let registryPort: number;
let folder: string;

/** An archive in npm's format. */
function packed(files: Record<string, string>): Buffer {
  const place = mkdtempSync(join(tmpdir(), "phase-package-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, "package", name)), { recursive: true });
    writeFileSync(join(place, "package", name), text, { mode: 0o755 });
  }
  execFileSync("tar", ["-czf", "package.tgz", "package"], { cwd: place });
  const archive = readFileSync(join(place, "package.tgz"));
  rmSync(place, { recursive: true });
  return archive;
}

/** The clone's only package "generates" the client, and under another name is Node without its binary. */
beforeAll(async () => {
  const trace = `node -e 'require("fs").writeFileSync("${TRACE}", "")'`;
  const scripts = { preinstall: trace, install: trace, postinstall: trace };
  tarball = packed({
    "package.json": JSON.stringify({ name: "prisma-cli", version: "1.0.0", scripts }),
    "build/index.js": `require("fs").mkdirSync("lib/generated/prisma", { recursive: true }); require("fs").writeFileSync("${CLIENT}", "");`,
  });
  nodeTarball = packed({
    "package.json": JSON.stringify({ name: NODE_NAME, version: "1.0.0", bin: { node: "bin/node" }, scripts }),
    "bin/node": `#!/bin/sh\nexec '${process.execPath}' "$@"\n`,
  });
  registry.listen(0, "127.0.0.1");
  await once(registry, "listening");
  // A TCP listener's address is never a path.
  registryPort = (registry.address() as AddressInfo).port;
});
afterAll(() => registry.close());

/** A minimal clone, whose package is on a host that only a proxy can reach. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-clone-"));
  mkdirSync(join(folder, "prisma"));
  mkdirSync(join(folder, "installation/machine"), { recursive: true });
  cpSync(join(ROOT, ".npmrc"), join(folder, ".npmrc"));
  for (const file of ["install", ...MACHINE.map((name) => `machine/${name}`)]) {
    cpSync(join(ROOT, `installation/${file}.mjs`), join(folder, `installation/${file}.mjs`));
  }
  writeFileSync(join(folder, "prisma/schema.prisma"), "");
  const dependencies = { "prisma-cli": "1.0.0", node: "1.0.0" };
  const manifest = { name: "clone", version: "1.0.0", dependencies };
  const locked = { version: "1.0.0", resolved: TARBALL, integrity: integrity(), hasInstallScript: true };
  const packages = { "": manifest, "node_modules/prisma-cli": locked, "node_modules/node": locked };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const lock = { name: "clone", version: "1.0.0", lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (env: Record<string, string>) =>
  ({
    PATH: process.env.PATH,
    HOME: folder,
    npm_config_cache: join(folder, "cache"),
    npm_config_fetch_retries: "0",
    npm_config_registry: "http://registry.test/",
    ...env,
  }) as unknown as NodeJS.ProcessEnv;
const ARGS = ["--input-type=module", "-e", PREPARE];

function prepared(env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ARGS, { cwd: folder, env: environment(env) }, (error, _, stderr) =>
      done({ code: error?.code ?? 0, said: stderr }),
    );
  });
}

it.each([undefined, "phase:p@ss word"])(
  "packages are installed through a proxy, with the login %s",
  async (login) => {
    const proxy = await startForwardProxy({ toPort: registryPort, login });
    const { code, said } = await prepared({ HTTP_PROXY: proxy.url.href });
    await proxy.close();
    expect(said).toMatch(
      /^Installing packages .*done.*\nInstalling Node… done.*\nGenerating the database client… done/,
    );
    expect(code).toBe(0);
    expect(proxy.asked.join()).toContain("registry.test");
    expect(existsSync(join(folder, CLIENT))).toBe(true);
  },
);

it("packages are installed without a writable home folder", async () => {
  const proxy = await startForwardProxy({ toPort: registryPort });
  const nowhere = join(folder, "package.json", "home");
  const env = { HTTP_PROXY: proxy.url.href, HOME: nowhere, npm_config_cache: "" };
  const { code, said } = await prepared(env);
  await proxy.close();
  expect(said).toMatch(
    /^Installing packages .*done.*\nInstalling Node… done.*\nGenerating the database client… done/,
  );
  expect(code).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith(".phase"))).toEqual([]);
});

const traces = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(TRACE));

it.each(["true", "false"])(
  "no package's script runs when a start installs packages, whatever npm's ignore-scripts is: %s",
  async (ignoring) => {
    const proxy = await startForwardProxy({ toPort: registryPort });
    const { code, said } = await prepared({
      HTTP_PROXY: proxy.url.href,
      ...(ignoring === "" ? {} : { npm_config_ignore_scripts: ignoring }),
    });
    await proxy.close();
    expect(said).toMatch(
      /^Installing packages .*done.*\nInstalling Node… done.*\nGenerating the database client… done/,
    );
    expect({ code, traces: traces() }).toEqual({ code: 0, traces: [] });
    expect(existsSync(join(folder, "node_modules/node/bin/node"))).toBe(true);
  },
);

it("no package's script runs when npm is run by hand, and a start completes the packages", async () => {
  const proxy = await startForwardProxy({ toPort: registryPort });
  const env = { HTTP_PROXY: proxy.url.href };
  await promisify(execFile)("npm", ["ci", "--no-audit"], { cwd: folder, env: environment(env) });
  expect(traces()).toEqual([]);
  const { code, said } = await prepared(env);
  await proxy.close();
  expect(said).toMatch(/^Installing Node… done.*\nGenerating the database client… done/);
  expect({ code, traces: traces() }).toEqual({ code: 0, traces: [] });
});

it("gives PostgreSQL's libraries their links if they lack them", () => {
  const native = join(folder, "native");
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib/libpq.so.5.18"), "library");
  const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
  writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify(links));
  linkLibraries(native);
  linkLibraries(native);
  expect(readlinkSync(join(native, "lib/libpq.so.5"))).toBe("libpq.so.5.18");
  linkLibraries(join(folder, "prisma"));
});

it("an unwritable folder for temporary files is named, with the fix", async () => {
  const nowhere = join(folder, "nowhere");
  expect(await prepared({ TMPDIR: nowhere })).toEqual({
    code: 1,
    said: `Can't write to the folder for temporary files, ${nowhere} (ENOENT). Set TMPDIR to a writable folder, and start again.\n`,
  });
});

it("a proxy that is away, requires a login, or is missing, is reported in one sentence", async () => {
  const closed = await freePort();
  const away = await prepared({ HTTP_PROXY: `http://me:hush@127.0.0.1:${closed}` });
  expect(away.said.split("\n")[1]).toBe(
    `npm can't reach its registry through the proxy 127.0.0.1:${closed} (ECONNREFUSED). Check HTTPS_PROXY and HTTP_PROXY, and start again.`,
  );
  const proxy = await startForwardProxy({ toPort: registryPort, login: "phase:hush" });
  const { said, code } = await prepared({ HTTP_PROXY: proxy.urlWithoutLogin.href });
  await proxy.close();
  expect(said.split("\n")[1]).toBe(
    `The proxy ${proxy.urlWithoutLogin.host} requires a login (407). Set HTTPS_PROXY=http://user:password@host:port, and start again.`,
  );
  expect(code).toBe(1);
  const alone = await prepared({});
  expect(alone.said).toMatch(
    /\nnpm can't reach its registry \((ENOTFOUND|EAI_AGAIN)\)\. If this machine uses a proxy, set HTTPS_PROXY=http:\/\/host:port, and start again\.\n$/,
  );
});

it("stopped while npm works, it leaves no npm behind", async () => {
  const heard = Promise.withResolvers<void>();
  const open = new Set<Socket>();
  const silent = createTcpServer((socket) => {
    open.add(socket.on("error", () => {}).on("close", () => open.delete(socket)));
    // A stream that nobody reads never appears to end.
    socket.resume();
    heard.resolve();
  });
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  // A TCP listener's address is never a path.
  const { port } = silent.address() as AddressInfo;
  const env = environment({ HTTP_PROXY: `http://127.0.0.1:${port}` });
  const setUp = spawn(process.execPath, ARGS, { cwd: folder, env, stdio: "ignore" });
  const ended = once(setUp, "exit");
  await heard.promise;
  setUp.kill("SIGTERM");
  expect(await ended).toEqual([143, null]);
  // The connection belongs to npm, and ends with it.
  await vi.waitFor(() => expect(open.size).toBe(0));
  silent.close();
});
