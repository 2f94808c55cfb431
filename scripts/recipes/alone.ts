/**
 * Tests what docs/deploy.md says about a release: unpacked, it starts in its own folder, without packages,
 * npm or Node, and doesn't exceed its size limit.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/installation/machine/ports";
import { ensureBuilt } from "@/installation/programs/build";
import { ensureCompiled } from "@/installation/programs/compile";
import packageJson from "@/package.json" with { type: "json" };
import { fillRelease, RELEASE_NAME } from "../release/tree";
import { expect } from "./kitchen";

const MOST_MEGABYTES = 260;
const LONGEST_WAIT_MS = 20_000;
const POLL_MS = 100;

export async function tryAlone(): Promise<void> {
  await ensureCompiled();
  await ensureBuilt();
  // Outside of the tree, from inside which its packages would be found.
  const folder = mkdtempSync(join(tmpdir(), "phase-alone-"));
  // Started by root, PostgreSQL runs under another account, which must reach its data.
  chmodSync(folder, 0o755);
  const release = join(folder, RELEASE_NAME);
  try {
    await fillRelease(release);
    const [megabytes = ""] = execFileSync("du", ["-sm", release], { encoding: "utf8" }).split("\t");
    expect(Number(megabytes) <= MOST_MEGABYTES, `It weighs ${megabytes} MB, more than ${MOST_MEGABYTES}`);
    const version = execFileSync(join(release, "phase"), ["version"], {
      env: { NODE_ENV: "production" },
      encoding: "utf8",
    }).trim();
    expect(version === packageJson.version, `phase version says ${version}`);
    const before = filesIn(release);
    await startIn(release, join(folder, "data"));
    const written = filesIn(release).filter((file) => !before.includes(file));
    expect(written.length === 0, `It wrote beside its programs: ${written.join(", ")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" });

async function startIn(release: string, dataDir: string): Promise<void> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const started = spawn(join(release, "phase"), ["start"], {
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    // Without npm and Node: a program that needed them would fail. Root needs the system's programs to run
    // PostgreSQL as another account.
    env: {
      NODE_ENV: "production",
      PATH: "/usr/bin:/bin",
      HOST: "127.0.0.1",
      PORT: String(port),
      NEXTAUTH_URL: address,
      PHASE_DATA_DIR: dataDir,
    },
  });
  const ended = once(started, "close");
  let said = "";
  started.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  try {
    let isReady = false;
    for await (const line of createInterface(started.stdout)) {
      said += `${line}\n`;
      if (line === "Ready") {
        isReady = true;
        break;
      }
    }
    expect(isReady, `It did not start:\n${said}`);
    const { version } = (await (await fetch(`${address}/healthz`)).json()) as { version?: string };
    expect(version === packageJson.version, `/healthz says version ${String(version)}`);
    // A worker's first heartbeat may come after its start.
    const deadline = Date.now() + LONGEST_WAIT_MS;
    while ((await fetch(`${address}/readyz`)).status !== 200) {
      expect(Date.now() < deadline, "It started, and does not become ready");
      await delay(POLL_MS);
    }
    await servesBrowsers(address);
    makesAnOwner(release, dataDir);
    started.kill("SIGTERM");
    const [code] = (await ended) as [number | null];
    expect(code === 0, `It did not stop well: ${String(code)}\n${said}`);
  } finally {
    started.kill("SIGKILL");
    await ended;
  }
}

/** Beside the running server, with packages that are loaded on demand. */
function makesAnOwner(release: string, dataDir: string): void {
  const args = ["bootstrap", "--email", "ada@example.com", "--password-stdin"];
  const printed = execFileSync(join(release, "phase"), args, {
    env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", PHASE_DATA_DIR: dataDir },
    input: "a quiet harbour in november\n",
    encoding: "utf8",
  });
  expect(printed.includes('"token"'), `phase bootstrap printed ${printed}`);
}

/** Pages, what Next may cache of them, and the scripts and styles that they name. */
async function servesBrowsers(address: string): Promise<void> {
  const page = await (await fetch(`${address}/login`)).text();
  const files = new Set([...page.matchAll(/"(\/_next\/static\/[^"\\]+)"/g)].map(([, path = ""]) => path));
  expect(files.size > 0, "The page for signing in names no script");
  for (const file of [...files, "/icon.svg"]) {
    const { status } = await fetch(`${address}${file}`);
    expect(status === 200, `${file} answered ${status}`);
  }
}
