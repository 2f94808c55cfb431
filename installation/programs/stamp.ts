import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** One text for the names and contents of files and whole folders below `root`; other when any of them changed. */
export async function contentStamp(
  root: string,
  paths: readonly string[],
  { ignore }: { ignore?: RegExp } = {},
): Promise<string> {
  const files = (await Promise.all(paths.map((path) => filesBelow(root, path)))).flat();
  const sum = createHash("sha256");
  for (const file of files.toSorted()) {
    if (ignore?.test(file)) continue;
    const content = createHash("sha256").update(await readFile(join(root, file)));
    sum.update(`${file}\0${content.digest("hex")}\0`);
  }
  return sum.digest("hex");
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  const found = await stat(join(root, path)).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = await readdir(join(root, path), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
