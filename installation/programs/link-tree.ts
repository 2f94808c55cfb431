import { constants } from "node:fs";
import { copyFile, link, lstat, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Creates at `to` what is at `from`, a file or folder, with links if the file system allows. Does nothing if
 * `from` doesn't exist. `isWanted` decides for each path below `from`.
 */
export async function linkTree(
  from: string,
  to: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  if (found === undefined || !isWanted(from)) return;
  await mkdir(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) await symlink(await readlink(from), to);
  else if (!found.isDirectory()) {
    await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL));
  } else {
    await mkdir(to, { recursive: true });
    for (const entry of await readdir(from)) await linkTree(join(from, entry), join(to, entry), isWanted);
  }
}
