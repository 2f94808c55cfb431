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
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, afterEach, expect, it, vi } from "vitest";
import { startForwardProxy } from "@/lib/testing/forward-proxy";
import { freePort } from "./machine/ports";
import { ROOT } from "./root";

vi.setConfig({ testTimeout: 60_000 });

const PREPARE = `
  import { prepare } from "./installation/install.mjs";
  try { await prepare(); } catch (error) { console.error(error.message); process.exitCode = 1; }`;
const CLIENT = "lib/generated/prisma/client.ts";

const registry = createServer((_, response) => response.end(tarball));
let tarball: Buffer;
let registryPort: number;
let folder: string;

/** The one package of the clone, which "generates" the client, and by another name brings Node. */
beforeAll(async () => {
  const place = mkdtempSync(join(tmpdir(), "phase-package-"));
  mkdirSync(join(place, "package/build"), { recursive: true });
  writeFileSync(
    join(place, "package/package.json"),
    JSON.stringify({ name: "prisma-cli", version: "1.0.0", scripts: { install: "node install.js" } }),
  );
  writeFileSync(
    join(place, "package/build/index.js"),
    `require("fs").mkdirSync("lib/generated/prisma", { recursive: true }); require("fs").writeFileSync("${CLIENT}", "");`,
  );
  writeFileSync(
    join(place, "package/install.js"),
    `const fs = require("fs"); fs.mkdirSync("bin", { recursive: true }); fs.symlinkSync(process.execPath, "bin/node");`,
  );
  execFileSync("tar", ["-czf", "package.tgz", "package"], { cwd: place });
  tarball = readFileSync(join(place, "package.tgz"));
  rmSync(place, { recursive: true });
  registry.listen(0, "127.0.0.1");
  await once(registry, "listening");
  // A TCP listener's address is never a path.
  registryPort = (registry.address() as AddressInfo).port;
});
afterAll(() => registry.close());

/** A clone of hardly anything, whose package lies at a host that only a proxy reaches. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "phase-clone-"));
  mkdirSync(join(folder, "prisma"));
  mkdirSync(join(folder, "installation/machine"), { recursive: true });
  for (const file of ["install", "machine/lock", "machine/disk", "machine/npm-trouble"]) {
    cpSync(join(ROOT, `installation/${file}.mjs`), join(folder, `installation/${file}.mjs`));
  }
  writeFileSync(join(folder, "prisma/schema.prisma"), "");
  const dependencies = { "prisma-cli": "1.0.0", node: "1.0.0" };
  const manifest = { name: "clone", version: "1.0.0", dependencies };
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const resolved = "http://registry.test/prisma-cli/-/prisma-cli-1.0.0.tgz";
  const locked = { version: "1.0.0", resolved, integrity, hasInstallScript: true };
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
    expect(said).toMatch(/^Installing packages .*done.*\nGenerating the database client… done/);
    expect(code).toBe(0);
    expect(proxy.asked.join()).toContain("registry.test");
    expect(existsSync(join(folder, CLIENT))).toBe(true);
  },
);

it("packages are installed without a home folder that can be written", async () => {
  const proxy = await startForwardProxy({ toPort: registryPort });
  const nowhere = join(folder, "package.json", "home");
  const env = { HTTP_PROXY: proxy.url.href, HOME: nowhere, npm_config_cache: "" };
  const { code, said } = await prepared(env);
  await proxy.close();
  expect(said).toMatch(/^Installing packages .*done.*\nGenerating the database client… done/);
  expect(code).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith(".phase"))).toEqual([]);
});

it("packages that npm brought without their scripts are completed", async () => {
  const proxy = await startForwardProxy({ toPort: registryPort });
  const env = { HTTP_PROXY: proxy.url.href };
  await promisify(execFile)("npm", ["ci", "--ignore-scripts"], { cwd: folder, env: environment(env) });
  const { code, said } = await prepared(env);
  await proxy.close();
  expect(said).toMatch(/^Completing the packages… done.*\nGenerating the database client… done/);
  expect(code).toBe(0);
});

it("a folder for temporary files that can't be written is named, with the way out", async () => {
  const nowhere = join(folder, "nowhere");
  expect(await prepared({ TMPDIR: nowhere })).toEqual({
    code: 1,
    said: `The folder for temporary files can't be written: ${nowhere} (ENOENT). Set TMPDIR to one that can, and start again.\n`,
  });
});

it("a proxy that is away, wants a login, or is not named, is told in one sentence", async () => {
  const closed = await freePort();
  const away = await prepared({ HTTP_PROXY: `http://me:hush@127.0.0.1:${closed}` });
  expect(away.said.split("\n")[1]).toBe(
    `npm can't reach its registry through the proxy 127.0.0.1:${closed} (ECONNREFUSED). Check HTTPS_PROXY and HTTP_PROXY, and start again.`,
  );
  const proxy = await startForwardProxy({ toPort: registryPort, login: "phase:hush" });
  const { said, code } = await prepared({ HTTP_PROXY: proxy.urlWithoutLogin.href });
  await proxy.close();
  expect(said.split("\n")[1]).toBe(
    `The proxy ${proxy.urlWithoutLogin.host} wants a login from npm (407). Write it as HTTPS_PROXY=http://user:password@host:port, and start again.`,
  );
  expect(code).toBe(1);
  const alone = await prepared({});
  expect(alone.said).toMatch(
    /\nnpm can't reach its registry \((ENOTFOUND|EAI_AGAIN)\)\. Where this machine reaches the internet through a proxy, set HTTPS_PROXY=http:\/\/host:port, and start again\.\n$/,
  );
});

it("stopped while npm works, it leaves no npm behind", async () => {
  const heard = Promise.withResolvers<void>();
  const open = new Set<Socket>();
  const silent = createTcpServer((socket) => {
    open.add(socket.on("error", () => {}).on("close", () => open.delete(socket)));
    // What nobody reads from is never seen to end.
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
  // The connection is npm's, and ends with it.
  await vi.waitFor(() => expect(open.size).toBe(0));
  silent.close();
});
