import { EXIT } from "../exit";
import { type Io, note, print, printJson } from "../io";
import { committedFiles, filesOf, MOST_BYTES, type Scanned, stagedFiles } from "../scan/files";
import { SecretFinder } from "../scan/find-secrets";

/** A file with a NUL among its first bytes counts as binary, as in git. */
const HEAD_BYTES = 8_000;

export type ScanOptions = {
  paths: readonly string[];
  /** `next` searches what git has staged, and `earlier` every commit. Null searches the files in the folder. */
  commits: "next" | "earlier" | null;
  json: boolean;
  /** Values to search for besides keys in known formats. */
  values: Readonly<Record<string, string>>;
};

/** Searches files for keys and values. Prints where they are, and never more than their last four characters. */
export async function scan(io: Io, { paths, commits, json, values }: ScanOptions): Promise<number> {
  const finder = new SecretFinder(values);
  const skipped = { binary: 0, large: 0, unreadable: 0 };
  const found = [];
  let files = 0;
  for await (const { file, content } of COMMITS[commits ?? "none"](paths)) {
    if (typeof content === "string") skipped[content]++;
    else if (content.subarray(0, HEAD_BYTES).includes(0)) skipped.binary++;
    else {
      files++;
      for (const one of finder.find(content)) found.push({ file, ...one });
    }
  }
  if (json) printJson(io, { found, files, skipped }, 2);
  else
    for (const { file, line, column, kind, lastFour } of found)
      print(io, `${file.replaceAll("\n", "?")}:${line}:${column}: ${kind} …${lastFour ?? ""}`);
  const { binary, large, unreadable } = skipped;
  note(
    io,
    `Found ${found.length} in ${files} files. Skipped ${binary} binary, ${large} over ${MOST_BYTES / 1024 / 1024} MiB, ${unreadable} unreadable.`,
  );
  if (found.length > 0) return EXIT.found;
  return unreadable > 0 ? EXIT.usage : EXIT.ok;
}

const COMMITS = { next: stagedFiles, earlier: committedFiles, none: all };

async function* all(paths: readonly string[]): AsyncGenerator<Scanned> {
  for (const path of paths.length === 0 ? ["."] : paths) yield* filesOf(path);
}
