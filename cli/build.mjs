// node cli/build.mjs [FILE]: the CLI as one file that needs only Node, at cli/dist/phase.mjs.
import { appendFile, chmod, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { prepare } from "../installation/install.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The globals of CommonJS, because the file is a module, whatever package.json is near it. */
const AS_MODULE =
  'import{createRequire}from"node:module";const require=createRequire(import.meta.url),module={exports:{}},__filename=require("node:url").fileURLToPath(import.meta.url);';

/** Writes the program to `file`. */
export async function buildCli(file) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: [join(ROOT, "cli/standalone.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node20",
    // Loads Node's modules when their importer loads. As ESM, all of them would load at the start.
    format: "cjs",
    minify: true,
    // Shortening the names of Commander's own properties saves 5 kB. Node itself calls the two that stay.
    mangleProps: /^_[a-z]/,
    reserveProps: /^_(?:transform|flush)$/,
    legalComments: "inline",
    tsconfig: join(ROOT, "cli/tsconfig.bundle.json"),
    plugins: [{ name: "only-the-version", setup: onlyTheVersion }],
    banner: { js: `#!/usr/bin/env node\n${AS_MODULE}` },
    logLevel: "warning",
    metafile: true,
  });
  await appendFile(file, await licences(Object.keys(metafile.inputs)));
  await chmod(file, 0o755);
}

/** Bundles only the version from package.json, because the program needs nothing else of it. */
function onlyTheVersion({ onLoad }) {
  onLoad({ filter: /[\\/]cli[\\/]package\.json$/ }, async ({ path }) => {
    const { version } = JSON.parse(await readFile(path, "utf8"));
    return { contents: JSON.stringify({ version }), loader: "json" };
  });
}

/** The licences of the bundled packages, as a comment, because they must accompany the code. */
async function licences(inputs) {
  const packages = new Set(
    inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  const texts = await Promise.all(
    [...packages].map(async (name) => {
      const folder = join(ROOT, "node_modules", name);
      const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`The package ${name} has no licence file.`);
      return `${name}\n\n${await readFile(join(folder, file), "utf8")}`;
    }),
  );
  return `/*\n${texts.join("\n----\n\n")}*/\n`;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  if (argv[2]?.startsWith("-")) {
    console.log(
      "node cli/build.mjs [FILE]: builds the command line as one file, by default cli/dist/phase.mjs.",
    );
    process.exit(["-h", "--help"].includes(argv[2]) ? 0 : 2);
  }
  // `npm pack ./cli` is often the first command in a clone.
  await prepare();
  await buildCli(argv[2] ?? join(ROOT, "cli/dist/phase.mjs"));
}
