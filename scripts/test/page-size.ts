// How much JavaScript a browser loads for an environment's page, from the production build.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { ROOT } from "@/installation/root";

const PAGE = "/(console)/apps/[appId]/environments/[environmentId]/page";
const LIMIT_KB = 180;

const buildManifestSchema = z.object({ rootMainFiles: z.array(z.string()) });
const clientManifestSchema = z.object({
  clientModules: z.record(z.string(), z.object({ chunks: z.array(z.string()) })),
});

export type PageSize = { kilobytes: number; fits: boolean; words: string };

/** Every script of the page, gzipped; what is loaded only when somebody reaches for it does not count. */
export async function environmentPageSize(limitKb = LIMIT_KB): Promise<PageSize> {
  const files = await pageScripts();
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(join(ROOT, ".next", file))).length),
  );
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  const words = `The environment page loads ${kilobytes.toFixed(1)} KB of JavaScript (gzip) in ${files.length} files; the limit is ${limitKb} KB.`;
  return { kilobytes, fits: files.length > 0 && kilobytes <= limitKb, words };
}

async function pageScripts(): Promise<string[]> {
  const folder = join(ROOT, ".next", "server", "app", PAGE);
  const { rootMainFiles } = buildManifestSchema.parse(
    JSON.parse(await readFile(join(folder, "build-manifest.json"), "utf8")),
  );
  // A script that assigns to a global variable.
  const sandbox: { __RSC_MANIFEST?: Record<string, unknown> } = {};
  runInNewContext(
    `globalThis = this;${await readFile(`${folder}_client-reference-manifest.js`, "utf8")}`,
    sandbox,
  );
  const { clientModules } = clientManifestSchema.parse(sandbox.__RSC_MANIFEST?.[PAGE]);
  const chunks = Object.values(clientModules).flatMap((module) => module.chunks);
  const paths = chunks.map((chunk) => decodeURIComponent(chunk.replace(/^\/_next\//, "")));
  return [...new Set([...rootMainFiles, ...paths])].filter((path) => path.endsWith(".js"));
}
