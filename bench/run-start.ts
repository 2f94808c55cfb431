// node scripts/run.mjs bench-start [FOLDER]: what starting Phase takes in a clone or an unpacked release: the
// time until it
// is ready, the first and the second time, its size, and the memory of its idle processes.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/installation/machine/ports";
import { descendants } from "@/installation/testing/process-tree";
import { ROOT } from "@/installation/root";

const IDLE_MS = 30_000;
const SIZES = ["node_modules", ".next", "dist"];

const folder = resolve(process.argv[2] ?? ROOT);
const command = existsSync(join(folder, "phase")) ? [join(folder, "phase"), "start"] : ["npm", "start"];
const place = mkdtempSync(join(tmpdir(), "phase-bench-start-"));
try {
  const first = await started(() => Promise.resolve(""));
  const second = await started(async (pid) => {
    await delay(IDLE_MS);
    return memory(pid);
  });
  console.log(`| measured | value |\n| --- | ---: |`);
  console.log(`| first start | ${first.seconds} s |\n| second start | ${second.seconds} s |`);
  for (const name of SIZES.filter((one) => existsSync(join(folder, one)))) {
    const [megabytes = ""] = execFileSync("du", ["-sm", join(folder, name)], { encoding: "utf8" }).split(
      "\t",
    );
    console.log(`| size of ${name} | ${megabytes} MB |`);
  }
  console.log(second.result);
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** Starts it, runs `work` once it is ready, and stops it. */
async function started(work: (pid: number) => Promise<string>): Promise<{ seconds: string; result: string }> {
  const [file = "", ...args] = command;
  const begun = performance.now();
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...process.env, PORT: String(await freePort()), PHASE_DATA_DIR: join(place, "data") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(child.stdout)) if (line === "Ready") break;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const result = await work(child.pid ?? 0);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  return { seconds, result };
}

/** Megabytes of each process. Memory shared with others counts in part (PSS). */
function memory(root: number): string {
  const rows = [root, ...descendants(root)].flatMap((pid) => {
    const text = read(`/proc/${pid}/smaps_rollup`);
    const kilobytes = Number(/^Pss: +(\d+)/m.exec(text)?.[1] ?? 0);
    const name = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
    return kilobytes === 0 ? [] : [{ name: roleOf(name), megabytes: kilobytes / 1000 }];
  });
  const roles = [...new Set(rows.map(({ name }) => name))];
  const sums = roles.map((role) => {
    const sum = rows.filter(({ name }) => name === role).reduce((all, { megabytes }) => all + megabytes, 0);
    return `| memory of ${role} | ${sum.toFixed(0)} MB |`;
  });
  const all = rows.reduce((sum, { megabytes }) => sum + megabytes, 0);
  return [...sums, `| memory of all | ${all.toFixed(0)} MB |`].join("\n");
}

function roleOf(commandLine: string): string {
  if (/postgres/.test(commandLine)) return "PostgreSQL";
  if (/next-server|web\/server\.js|next\/dist\/bin\/next/.test(commandLine)) return "web";
  if (/worker-process|worker\/main/.test(commandLine)) return "worker";
  if (/^npm|^sh |run\.mjs/.test(commandLine)) return "npm and shells";
  return "launcher";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
