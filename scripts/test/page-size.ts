// How much JavaScript a browser loads for each page, from the production build.
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { ROOT } from "@/installation/root";

const LIMIT_KB = 180;
/** These judge what is typed, or name each fact of an entry, with the API's own schemas. */
const LIMITS_KB: Record<string, number> = {
  "/(auth)/invitation/page": 215,
  "/(auth)/setup/page": 215,
  "/(console)/audit/page": 215,
  "/(console)/settings/page": 225,
};
const APP = join(ROOT, ".next", "server", "app");
const MANIFEST = "_client-reference-manifest.js";

const buildManifestSchema = z.object({ rootMainFiles: z.array(z.string()) });
const clientManifestSchema = z.object({
  clientModules: z.record(z.string(), z.object({ chunks: z.array(z.string()) })),
});

export type PageSizes = { fits: boolean; words: string };

/** Every script of every page, gzipped; what is loaded only when somebody reaches for it does not count. */
export async function pageSizes(): Promise<PageSizes> {
  const manifests = globSync(`**/page${MANIFEST}`, { cwd: APP }).toSorted();
  const pages = manifests.map((file) => `/${file.slice(0, -MANIFEST.length)}`);
  const sizes = await Promise.all(pages.map(async (page) => ({ page, kilobytes: await kilobytesOf(page) })));
  const lines = sizes.map(
    ({ page, kilobytes }) => `${kilobytes.toFixed(1).padStart(7)} KB of ${limitOf(page)}  ${page}`,
  );
  return {
    fits:
      sizes.length > 0 && sizes.every(({ page, kilobytes }) => kilobytes > 0 && kilobytes <= limitOf(page)),
    words: ["JavaScript of each page (gzip), and its limit:", ...lines].join("\n"),
  };
}

const limitOf = (page: string) => LIMITS_KB[page] ?? LIMIT_KB;

async function kilobytesOf(page: string): Promise<number> {
  const sizes = (await scriptsOf(page)).map(
    async (file) => gzipSync(await readFile(join(ROOT, ".next", file))).length,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

async function scriptsOf(page: string): Promise<string[]> {
  const folder = join(APP, page);
  const { rootMainFiles } = buildManifestSchema.parse(
    JSON.parse(await readFile(join(folder, "build-manifest.json"), "utf8")),
  );
  // A script that assigns to a global variable.
  const sandbox: { __RSC_MANIFEST?: Record<string, unknown> } = {};
  runInNewContext(`globalThis = this;${await readFile(`${folder}${MANIFEST}`, "utf8")}`, sandbox);
  const { clientModules } = clientManifestSchema.parse(sandbox.__RSC_MANIFEST?.[page]);
  const chunks = Object.values(clientModules).flatMap((module) => module.chunks);
  const paths = chunks.map((chunk) => decodeURIComponent(chunk.replace(/^\/_next\//, "")));
  return [...new Set([...rootMainFiles, ...paths])].filter((path) => path.endsWith(".js"));
}
