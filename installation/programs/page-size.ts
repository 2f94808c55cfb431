// How much JavaScript a browser loads for each page, from the production build.
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { PRODUCT } from "../root";

const LIMIT_KB = 180;
const BUILD = join(PRODUCT, "web/.next");
const APP = join(BUILD, "server/app");
const MANIFEST = "_client-reference-manifest.js";

const buildManifestSchema = z.object({ rootMainFiles: z.array(z.string()) });
const clientManifestSchema = z.object({
  clientModules: z.record(z.string(), z.object({ chunks: z.array(z.string()) })),
});

export type PageSizes = { fits: boolean; words: string };

/** Whether every page stays below its limit. */
export async function pageSizes(): Promise<PageSizes> {
  const pages = await javascriptOfPages();
  const lines = pages.map(
    ({ page, kilobytes }) => `${kilobytes.toFixed(1).padStart(7)} KB of ${LIMIT_KB}  ${page}`,
  );
  return {
    fits: pages.length > 0 && pages.every(({ kilobytes }) => kilobytes > 0 && kilobytes <= LIMIT_KB),
    words: ["JavaScript of each page (gzip), and its limit:", ...lines].join("\n"),
  };
}

/**
 * Every script of every page, gzipped. Code that loads on demand doesn't count. `framework`: the part that a
 * page without content would also load.
 */
export function javascriptOfPages(): Promise<{ page: string; kilobytes: number; framework: number }[]> {
  const manifests = globSync(`**/page${MANIFEST}`, { cwd: APP }).toSorted();
  const pages = manifests.map((file) => `/${file.slice(0, -MANIFEST.length)}`);
  return Promise.all(
    pages.map(async (page) => {
      const { framework, own } = await scriptsOf(page);
      const kilobytes = await gzipped(new Set([...framework, ...own]));
      return { page, kilobytes, framework: await gzipped(new Set(framework)) };
    }),
  );
}

/** Kilobytes of these files of the build. */
async function gzipped(files: ReadonlySet<string>): Promise<number> {
  const scripts = [...files].filter((file) => file.endsWith(".js"));
  const sizes = scripts.map(async (file) => gzipSync(await readFile(join(BUILD, file))).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

async function scriptsOf(page: string): Promise<{ framework: string[]; own: string[] }> {
  const folder = join(APP, page);
  const { rootMainFiles } = buildManifestSchema.parse(
    JSON.parse(await readFile(join(folder, "build-manifest.json"), "utf8")),
  );
  // A script that assigns to a global variable.
  const sandbox: { __RSC_MANIFEST?: Record<string, unknown> } = {};
  runInNewContext(`globalThis = this;${await readFile(`${folder}${MANIFEST}`, "utf8")}`, sandbox);
  const { clientModules } = clientManifestSchema.parse(sandbox.__RSC_MANIFEST?.[page]);
  const chunks = Object.values(clientModules).flatMap((module) => module.chunks);
  const own = chunks.map((chunk) => decodeURIComponent(chunk.replace(/^\/_next\//, "")));
  return { framework: rootMainFiles, own };
}
