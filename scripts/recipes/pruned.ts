/**
 * What docs/dependencies.md says of a smaller installation: after the build, the packages for development may go. A copy of
 * this tree without them starts, and its packages weigh no more than they may.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { freePort } from "@/installation/machine/ports";
import { ensureBuilt } from "@/installation/programs/build";
import { compilePrograms } from "@/installation/programs/compile";
import { ROOT } from "@/installation/root";
import { expect } from "./kitchen";

/** Next alone is 160 of them, and the bundled PostgreSQL 60. */
const MOST_MEGABYTES = 706;
const LONGEST_WAIT_MS = 20_000;
const POLL_MS = 100;

const packagesSchema = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

export async function tryPruned(): Promise<void> {
  await ensureBuilt();
  await compilePrograms();
  // Outside of the tree, whose packages would be found from inside.
  const folder = mkdtempSync(join(tmpdir(), "phase-pruned-"));
  // Started by root, PostgreSQL runs under another account, which has to reach its data.
  chmodSync(folder, 0o755);
  try {
    copyInto(folder);
    const [megabytes = ""] = execFileSync("du", ["-sm", join(folder, "node_modules")], {
      encoding: "utf8",
    }).split("\t");
    expect(
      Number(megabytes) <= MOST_MEGABYTES,
      `The production packages weigh ${megabytes} MB, more than ${MOST_MEGABYTES}`,
    );
    await startIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of the repository, what the build made, and the packages that `npm prune --omit=dev` leaves. */
function copyInto(folder: string): void {
  const files = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const file of files.split("\0")) {
    if (file !== "" && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file));
  }
  for (const made of ["dist", ".next", "lib/generated"]) {
    const filter = (path: string) => !/\.next\/(?:cache|dev)(?:\/|$)/.test(path);
    cpSync(join(ROOT, made), join(folder, made), { recursive: true, filter });
  }
  const lock = packagesSchema.parse(
    JSON.parse(readFileSync(join(ROOT, "node_modules/.package-lock.json"), "utf8")),
  );
  const kept = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
  for (const [path] of kept) linkPackage(path, folder);
  writeFileSync(
    join(folder, "node_modules/.package-lock.json"),
    JSON.stringify({ ...lock, packages: Object.fromEntries(kept) }),
  );
}

/** Without the packages inside of it, each of which is kept or not by itself. */
function linkPackage(path: string, folder: string): void {
  const to = join(folder, path);
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  // Links where the file system is the same.
  const linked = spawnSync("cp", ["-Rl", join(ROOT, path), to]);
  if (linked.status !== 0) execFileSync("cp", ["-R", `${join(ROOT, path)}/.`, to]);
  rmSync(join(to, "node_modules"), { recursive: true, force: true });
}

async function startIn(folder: string): Promise<void> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const started = spawn(process.execPath, ["scripts/run.mjs", "start"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    // Without npm: whoever wanted to install something would say so.
    env: {
      NODE_ENV: "production",
      PATH: "/usr/bin:/bin",
      HOST: "127.0.0.1",
      PORT: String(port),
      NEXTAUTH_URL: address,
      PHASE_DATA_DIR: join(folder, "data"),
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
    // A worker's first beat may follow its start.
    const deadline = Date.now() + LONGEST_WAIT_MS;
    while ((await fetch(`${address}/readyz`)).status !== 200) {
      expect(Date.now() < deadline, "It started, and does not become ready");
      await delay(POLL_MS);
    }
    started.kill("SIGTERM");
    const [code] = (await ended) as [number | null];
    expect(code === 0, `It did not stop well: ${String(code)}\n${said}`);
  } finally {
    started.kill("SIGKILL");
    await ended;
  }
}
