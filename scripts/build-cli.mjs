// node scripts/build-cli.mjs [FILE]: the CLI as one file that needs nothing but Node, at cli/dist/phase.mjs.
import { chmod } from "node:fs/promises";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Writes the program to `file`. */
export async function buildCli(file) {
  await build({
    entryPoints: [join(ROOT, "cli/standalone.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node22.12",
    format: "esm",
    minify: true,
    legalComments: "inline",
    tsconfig: join(ROOT, "tsconfig.json"),
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "warning",
  });
  await chmod(file, 0o755);
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  await buildCli(argv[2] ?? join(ROOT, "cli/dist/phase.mjs"));
}
