/** The workers of a chaos run: it starts hundreds of them, and compiling is most of a start. */
import { join } from "node:path";
import { bundle } from "@/installation/programs/bundle";

const ENTRY_POINTS = { worker: "worker/main.ts", failpoint: "proof/chaos/failpoint-worker.ts" };

export type WorkerBundles = Record<keyof typeof ENTRY_POINTS, string>;

/** Both kinds of worker, compiled into `folder`: the paths of their files. */
export async function bundleWorkers(folder: string): Promise<WorkerBundles> {
  await bundle(ENTRY_POINTS, { outdir: folder, write: true });
  return { worker: join(folder, "worker.mjs"), failpoint: join(folder, "failpoint.mjs") };
}
