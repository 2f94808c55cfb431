/** Files that nobody else may read or write: read with care, and replaced in one step. */
import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** The file exists but must not be trusted. The message follows the file's name. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}

/** The text of this user's file, which is closed to all others. Null if none exists. @throws FileRefused */
export async function readOwnFile(path: string, mostBytes: number): Promise<string | null> {
  return await readFile(path, constants.O_NOFOLLOW, (stats) => notSmall(stats, mostBytes) ?? notOwn(stats));
}

/** The text of a file that anyone may have written, such as a repository's. Null if none exists. @throws FileRefused */
export async function readSmallFile(path: string, mostBytes: number): Promise<string | null> {
  return await readFile(path, 0, (stats) => notSmall(stats, mostBytes));
}

async function readFile(
  path: string,
  flags: number,
  problemWith: (stats: Stats) => string | null,
): Promise<string | null> {
  let file: FileHandle;
  try {
    // Never waits, because the file may be a pipe. Windows has neither of the flags, which counts as 0.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new FileRefused(code === "ELOOP" ? "is a symbolic link" : `can't be read (${code})`);
  }
  try {
    // For the opened file rather than its name, so that nobody can replace it meanwhile.
    const problem = problemWith(await file.stat());
    if (problem !== null) throw new FileRefused(problem);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function notSmall(stats: Stats, mostBytes: number): string | null {
  if (!stats.isFile()) return "is not a regular file";
  return stats.size > mostBytes ? `is too large: ${stats.size} bytes` : null;
}

function notOwn(stats: Stats): string | null {
  // Windows has neither.
  if (process.geteuid === undefined) return null;
  if (stats.uid !== process.geteuid()) return "belongs to another user";
  if ((stats.mode & 0o077) !== 0) return "is accessible to other users. Set its mode to 0600";
  return null;
}

/**
 * Readers see the previous file or the new one, never a part, and a machine crash loses neither. A link is
 * replaced, not followed. `mode`: for a file that others may read too.
 */
export async function writeOwnFile(path: string, text: string, mode = 0o600): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(draft, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
