/** The file of `phase run`. The same code reads and writes it for both. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type Asked,
  fallbackFileName,
  type Kept,
  readFallbackFile,
  writeFallbackFile,
} from "../../../cli/fallback/fallback-file.js";
import { goodUntil, whyUnusable } from "../../../cli/fallback/good-until.js";
import { stateFolder } from "../../../cli/fallback/state-folder.js";

export type { Asked, Kept };

/** Where `phase run` keeps the response to the same request. */
export function defaultFallbackPath(asked: Asked): string {
  return join(stateFolder(process.env), "fallback", fallbackFileName(asked));
}

/** What may be used now. Null if nothing was saved, or nothing trustworthy. */
export async function readFallback(path: string, asked: Asked): Promise<Kept | null> {
  try {
    const kept = await readFallbackFile(path, asked);
    return kept !== null && whyUnusable(kept, Date.now()) === null ? kept : null;
  } catch {
    return null;
  }
}

/** Values that would expire immediately aren't saved. */
export async function writeFallback(
  path: string,
  asked: Asked,
  { goodForSeconds, ...read }: Omit<Kept, "goodUntil"> & { goodForSeconds: number | null },
): Promise<void> {
  const kept = { ...read, goodUntil: goodUntil(read.readAt, goodForSeconds) };
  if (kept.goodUntil <= Date.now()) await rm(path, { force: true });
  else await writeFallbackFile(path, asked, kept);
}
