import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../machine/lock.mjs";
import { ROOT } from "../root";
import { contentStamp } from "./stamp";

const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tailwind.config.ts",
  "tsconfig.json",
  "package-lock.json",
];
const STAMP = join(ROOT, ".next", "phase-stamp");

export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

/** Builds the console for production unless it is built from exactly these sources; `asked` ends a build under way. */
export async function ensureBuilt(asked?: AbortSignal): Promise<void> {
  if (await isBuilt(await sourceStamp())) return;
  await withLock(join(ROOT, ".phase-build.lock"), async () => {
    const stamp = await sourceStamp();
    if (!(await isBuilt(stamp))) await build(stamp, asked);
  });
}

function sourceStamp(): Promise<string> {
  return contentStamp(ROOT, SOURCES, { ignore: /\.test\.tsx?$/ });
}

async function isBuilt(stamp: string): Promise<boolean> {
  return (await readFile(STAMP, "utf8").catch(() => "")) === stamp;
}

async function build(stamp: string, asked: AbortSignal | undefined): Promise<void> {
  const started = Date.now();
  process.stderr.write("Building the console (about a minute, once)… ");
  const { code, output } = await runBuild(asked);
  if (code !== 0) {
    process.stderr.write("failed\n");
    throw new Error(`${output.trim()}\nThe console could not be built.`);
  }
  await writeFile(STAMP, stamp);
  process.stderr.write(`done (${Math.round((Date.now() - started) / 1000)} s)\n`);
}

function runBuild(signal: AbortSignal | undefined): Promise<{ code: number | null; output: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [NEXT, "build"], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    }
    child.once("error", failed);
    child.once("close", (code) => done({ code, output }));
  });
}
