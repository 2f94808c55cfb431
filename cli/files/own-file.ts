/** Files that hold what nobody else may read or choose: read with care, and replaced in one step. */
import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** The file is there and must not be believed. Its message follows the file's name. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}

/**
 * The text of a file of this user's that is closed to all others; null where none is there.
 * @throws FileRefused
 */
export async function readOwnFile(path: string, mostBytes: number): Promise<string | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let file: FileHandle;
  try {
    // Never waits: what is there may be a pipe. Windows has neither of the two, which counts as 0.
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new FileRefused(code === "ELOOP" ? "is a symbolic link" : `can't be read (${code})`);
  }
  try {
    const problem = problemWith(await file.stat(), mostBytes);
    if (problem !== null) throw new FileRefused(problem);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Of the opened file, not of its name: nobody puts another one in its place meanwhile. */
function problemWith(stats: Stats, mostBytes: number): string | null {
  if (!stats.isFile()) return "is not a regular file";
  if (stats.size > mostBytes) return `is too large: ${stats.size} bytes`;
  // Windows has neither.
  if (process.geteuid === undefined) return null;
  if (stats.uid !== process.geteuid()) return "belongs to another user";
  if ((stats.mode & 0o077) !== 0) return "is open to other users: its mode should be 0600";
  return null;
}

/** Readers see the old file or the new one, never a part, and a crash of the machine loses neither. */
export async function writeOwnFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(draft, "wx", 0o600);
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
