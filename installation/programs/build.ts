import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diskTrouble } from "../machine/disk.mjs";
import { withLock } from "../machine/lock.mjs";
import { ROOT } from "../root";
import { IS_COMPILED, notBuilt, refuseOtherSources } from "./compiled";
import { runNode } from "./run-node";
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

/**
 * Keeps Next from reading .env, .env.local, .env.production and others by its own rules: the settings come from one file,
 * read once for web and worker alike.
 */
export const NO_ENV_FILES = { __NEXT_PROCESSED_ENV: "true" } as const;

export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

/** Builds the console for production unless it is built from exactly these sources; `asked` ends a build under way. */
export async function ensureBuilt(asked?: AbortSignal): Promise<void> {
  if (IS_COMPILED) await refuseOtherSources();
  if (await isBuilt(await sourceStamp())) return;
  if (IS_COMPILED) throw notBuilt();
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
  const env = { ...process.env, ...NO_ENV_FILES, NODE_ENV: "production" } as const;
  const { code, output } = await runNode([NEXT, "build"], { env, asked });
  if (code !== 0) {
    process.stderr.write("failed\n");
    throw (
      diskTrouble(join(ROOT, ".next"), output) ??
      new Error(`${output.trim()}\nThe console could not be built.`)
    );
  }
  await writeFile(STAMP, stamp);
  process.stderr.write(`done (${Math.round((Date.now() - started) / 1000)} s)\n`);
}
