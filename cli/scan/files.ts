import { constants } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { CliError, EXIT } from "../exit";
import { runTool } from "../run-tool";

export const MOST_BYTES = 5 * 1024 * 1024;
const BLOBS_AT_ONCE = 50;
/** Ways to fetch an object that a repository lacks. Its settings name the programs that would be run for it. */
const PROTOCOLS = ["file", "ext", "fd", "ssh", "git", "http", "https", "ftp", "ftps"];
/** Turns off the settings with which a repository could run programs. */
const GIT = [
  "core.fsmonitor=false",
  "protocol.allow=never",
  ...PROTOCOLS.map((name) => `protocol.${name}.allow=never`),
].flatMap((setting) => ["-c", setting]);

type Blob = { id: string; file: string };
/** A file's content, or why it wasn't read. */
export type Content = Buffer | "large" | "unreadable";
export type Scanned = { file: string; content: Content };

/**
 * The files of a folder that git knows or would add. Outside of git, all files except those in .git and node_modules. No link is
 * followed. @throws CliError
 */
export async function* filesOf(path: string): AsyncGenerator<Scanned> {
  let root: string;
  let isFolder: boolean;
  try {
    root = await realpath(path);
    isFolder = (await stat(root)).isDirectory();
  } catch {
    throw new CliError(`The file or folder ${path} doesn't exist.`, EXIT.usage);
  }
  const folder = isFolder ? root : dirname(root);
  const files = isFolder ? ((await knownToGit(folder)) ?? walk(folder, "")) : [relative(folder, root)];
  for await (const file of files) {
    const content = await read(folder, file);
    if (content !== null) yield { file: isFolder ? join(path, file) : path, content };
  }
}

async function knownToGit(folder: string): Promise<Set<string> | null> {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const ran = await runTool("git", [...GIT, "-C", folder, ...list]);
  return ran?.code === 0 ? new Set(parts(ran.stdout)) : null;
}

async function* walk(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && entry.name !== ".git" && entry.name !== "node_modules")
      yield* walk(root, path);
  }
}

/** Returns null for what isn't a file, or would lead out of the folder through a link. */
async function read(root: string, file: string): Promise<Content | null> {
  const path = join(root, file);
  try {
    // git still lists a file after one of its folders was replaced with a link.
    if ((await realpath(dirname(path))) !== dirname(path)) return null;
    const opened = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await opened.stat();
      if (!stats.isFile()) return null;
      return stats.size > MOST_BYTES ? "large" : await opened.readFile();
    } finally {
      await opened.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR" ? null : "unreadable";
  }
}

/** The files that the next commit adds or changes, as git has staged them. @throws CliError */
export async function* stagedFiles(paths: readonly string[]): AsyncGenerator<Scanned> {
  const list = [
    "diff",
    "--cached",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--diff-filter=d",
    "--no-ext-diff",
  ];
  const fields = parts(await git([...list, "--", ...paths]));
  const files = fields.flatMap((status, at) => {
    // ":100644 100644 BEFORE AFTER M", followed by the path. 100 means a file, not a link or submodule.
    const [, id] = /^:\d+ 100\d+ \w+ (\w+) \w+$/.exec(status) ?? [];
    return id === undefined || at % 2 === 1 ? [] : [{ id, file: fields[at + 1] ?? "" }];
  });
  yield* blobs(files);
}

/** Every version of every file in all branches and tags. @throws CliError */
export async function* committedFiles(paths: readonly string[]): AsyncGenerator<Scanned> {
  const lines = (await git(["rev-list", "--objects", "--all", "--", ...paths])).toString().split("\n");
  // Commits have no name and are left out. Folders have one, and `blobs` leaves them out.
  const objects = lines.flatMap((line) => {
    const [, id, file = ""] = /^(\w+) (.+)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ id, file }];
  });
  yield* blobs(objects);
}

async function* blobs(files: readonly Blob[]): AsyncGenerator<Scanned> {
  for (let at = 0; at < files.length; at += BLOBS_AT_ONCE) {
    const some = files.slice(at, at + BLOBS_AT_ONCE);
    const check = ["cat-file", "--batch-check=%(objecttype) %(objectsize)"];
    const lines = (await git(check, idsOf(some))).toString().split("\n");
    const sized = some.flatMap((blob, index) => {
      const [type, size] = lines[index]?.split(" ") ?? [];
      return type === "blob" ? [{ ...blob, size: Number(size) }] : [];
    });
    for (const { file, size } of sized) if (size > MOST_BYTES) yield { file, content: "large" };
    const small = sized.filter(({ size }) => size <= MOST_BYTES);
    const output = await git(["cat-file", "--batch=%(objectname)"], idsOf(small));
    let end = 0;
    for (const { file, size } of small) {
      const start = output.indexOf("\n", end) + 1;
      yield { file, content: output.subarray(start, start + size) };
      end = start + size + 1;
    }
  }
}

async function git(args: string[], input = ""): Promise<Buffer> {
  const ran = await runTool("git", [...GIT, ...args], input);
  if (ran === null)
    throw new CliError("--staged and --history need git, which is not installed.", EXIT.usage);
  if (ran.code !== 0) throw new CliError(ran.stderr || "git failed.", EXIT.usage);
  return ran.stdout;
}

function idsOf(files: readonly Blob[]): string {
  return files.map(({ id }) => `${id}\n`).join("");
}

function parts(list: Buffer): string[] {
  return list.toString().split("\0").filter(Boolean);
}
