// node clients/node/build.mjs [FOLDER]: the package's modules, for `import` and for `require`, at
// clients/node/dist.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { prepare } from "../../installation/install.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Writes `esm` and `cjs`, each with its types, into `folder`. */
export async function buildNodeClient(folder) {
  const { build } = await import("esbuild");
  for (const format of ["esm", "cjs"]) {
    await build({
      entryPoints: [join(HERE, "src/index.ts")],
      outfile: join(folder, format, "index.js"),
      bundle: true,
      platform: "node",
      target: "node20",
      format,
      logLevel: "warning",
    });
    await writeTypes(join(folder, format));
  }
  // The package is of type "module".
  await writeFile(join(folder, "cjs/package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
}

async function writeTypes(folder) {
  const { default: ts } = await import("typescript");
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(join(HERE, "src"))) {
    const source = await readFile(join(HERE, "src", name), "utf8");
    const { outputText } = ts.transpileDeclaration(source, {
      fileName: name,
      compilerOptions: { strict: true },
    });
    await writeFile(join(folder, name.replace(/\.ts$/, ".d.ts")), outputText);
  }
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  await prepare();
  await buildNodeClient(argv[2] ?? join(HERE, "dist"));
}
