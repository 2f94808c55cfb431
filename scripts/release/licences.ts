/** The licences of the packages in a release, because they must accompany the code. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "@/installation/root";

const lockSchema = z.object({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});
const NODE = "node_modules/node";

export async function licences(): Promise<string> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")));
  const paths = Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== "" && (dev !== true || path === NODE))
    .map(([path]) => path);
  const texts = await Promise.all(paths.toSorted().map(licenceOf));
  return texts.filter((text) => text !== undefined).join("\n----\n\n");
}

/** Undefined for packages that aren't installed here, such as those of other platforms. */
async function licenceOf(path: string): Promise<string | undefined> {
  const folder = join(ROOT, path);
  const files = await readdir(folder).catch(() => undefined);
  if (files === undefined) return undefined;
  const file = files.toSorted().find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
  const text =
    file === undefined
      ? "(its package has no file with the licence)\n"
      : await readFile(join(folder, file), "utf8");
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return `${name}\n\n${text}`;
}
