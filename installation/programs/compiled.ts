/** The programs as the build makes them, for where the packages for development were left out. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../root";
import { contentStamp } from "./stamp";

const COMPILED_DIR = join(ROOT, "dist");
export const COMPILED_STAMP = join(COMPILED_DIR, "sources-stamp");
const SOURCES = ["cli", "installation", "lib", "prisma", "scripts/start", "worker", "package-lock.json"];

/** Whether this is one of them. */
export const IS_COMPILED = dirname(fileURLToPath(import.meta.url)) === COMPILED_DIR;

export const compiledFile = (name: string) => join(COMPILED_DIR, `${name}.mjs`);

export const compiledSources = () =>
  contentStamp(ROOT, SOURCES, { ignore: /\.test\.tsx?$|^(?:lib\/generated|cli\/dist)\// });

/** @throws Error when the sources have changed since the programs were made of them */
export async function refuseOtherSources(): Promise<void> {
  if ((await readFile(COMPILED_STAMP, "utf8").catch(() => "")) !== (await compiledSources()))
    throw notBuilt();
}

export function notBuilt(): Error {
  return new Error(
    "The sources have changed since they were built, and the packages that build them were left out. Run `npm ci`, then `npm run build`.",
  );
}
