import { EXIT } from "../exit";
import { type Io, note, print, printJson } from "../io";
import { committedFiles, filesOf, MOST_BYTES, type Scanned, stagedFiles } from "../scan/files";
import { SecretFinder } from "../scan/find-secrets";

/** git, too, takes a NUL here for binary. */
const HEAD_BYTES = 8_000;

export type ScanOptions = {
  paths: readonly string[];
  /** Of git: what the next commit has, or every earlier one. Otherwise the files as they are. */
  commits: "next" | "earlier" | null;
  json: boolean;
  /** Searched besides keys in their usual forms. */
  values: Readonly<Record<string, string>>;
};

/** Looks for keys and values in files. Prints where, and never more than the last four characters. */
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
