import { join } from "node:path";
import type { BuildOptions, Metafile } from "esbuild";
import { ROOT } from "../root";

/** They contain compiled code, or are Node's way to load it. */
const NATIVE = ["@node-rs/argon2", "pg-native"];

/** Bundled CommonJS packages load Node's modules with require(). */
const REQUIRE =
  'import { createRequire as phaseRequire } from "node:module"; const require = phaseRequire(import.meta.url);';

/**
 * Programs by name, each as one file `NAME.mjs` with its shared parts beside it. `entryPoints` are paths in
 * the tree.
 */
export async function bundle(
  entryPoints: Record<string, string>,
  options: Pick<BuildOptions, "outdir" | "write" | "packages"> = {},
): Promise<Metafile> {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([name, file]) => [name, join(ROOT, file)]),
    ),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    // For a package with both formats: a dynamic import has no names if it was CommonJS.
    mainFields: ["module", "main"],
    external: NATIVE,
    banner: { js: REQUIRE },
    platform: "node",
    target: "node22",
    format: "esm",
    tsconfig: join(ROOT, "tsconfig.json"),
    // The same sources make the same files anywhere.
    absWorkingDir: ROOT,
    logLevel: "warning",
    metafile: true,
    loader: { ".css": "empty" },
    outdir: "unwritten",
    write: false,
    ...options,
  });
  return metafile;
}
