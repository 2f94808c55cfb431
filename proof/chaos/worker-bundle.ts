/** The worker as one file: a chaos run starts hundreds of them, and compiling is most of a start. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WORKER = "worker/main.ts";
const FAILPOINT_WORKER = "proof/chaos/failpoint-worker.ts";

export type WorkerBundles = { worker: string; failpoint: string };

/** Both kinds of worker, each as one file in `folder`. */
export async function bundleWorkers(folder: string): Promise<WorkerBundles> {
  return {
    worker: await bundle(WORKER, join(folder, "worker.mjs")),
    failpoint: await bundle(FAILPOINT_WORKER, join(folder, "failpoint-worker.mjs")),
  };
}

async function bundle(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node22.12",
    format: "esm",
    tsconfig: join(ROOT, "tsconfig.json"),
    external: ["pg-native"],
    // Bundled CommonJS packages ask for Node's own modules by require().
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  return outfile;
}
