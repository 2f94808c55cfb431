import { copyFile, rm, stat, truncate } from "node:fs/promises";

const LIMIT_BYTES = 5_000_000;

/**
 * Empties a log that has grown too long, and keeps its content in a second file, because it may explain a
 * crash. A running server keeps writing to the same file, which it opened for appending. If there is no space
 * for both, nothing changes.
 */
export async function trimLog(path: string, limitBytes = LIMIT_BYTES): Promise<void> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size <= limitBytes) return;
  const before = `${path}.1`;
  try {
    await copyFile(path, before);
    await truncate(path, 0);
  } catch {
    await rm(before, { force: true });
  }
}
