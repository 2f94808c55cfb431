/** What to check after a small change: the changed files, and the tests about them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { ROOT } from "@/installation/root";

/** They compare lists and documents with the code, so a change in either concerns them. */
export const ALWAYS = [
  "lib/lists/docs.test.ts",
  "lib/lists/used.test.ts",
  "scripts/test/docs.test.ts",
  "scripts/test/tables.test.ts",
  "components/rows.test.tsx",
  "proof/mutants/mutants.test.ts",
];
/** Files that no test imports: a folder → the tests that read it. */
const READ_BY: Record<string, string> = { "prisma/": "installation/migrations/" };
const TEST = /\.test\.tsx?$/;
const IMPORT = /(?:from|import|import\()\s*"((?:@|\.{1,2})\/[^"]+)"/g;

const git = (...args: string[]) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();

function isKnown(ref: string): boolean {
  try {
    git("rev-parse", "--verify", "--quiet", ref);
    return true;
  } catch {
    return false;
  }
}

/** The files that differ from the main branch, committed or not. On the main branch: uncommitted ones. */
export function changedFiles(): string[] {
  const main = ["refs/heads/main", "refs/remotes/origin/main"].find(isKnown);
  const base = main === undefined ? "HEAD" : git("merge-base", "HEAD", main);
  const names = [git("diff", "--name-only", base), git("ls-files", "--others", "--exclude-standard")];
  return names
    .flatMap((text) => text.split("\n"))
    .filter((file) => file !== "" && existsSync(join(ROOT, file)));
}

/** Every vitest test with its text. */
export function everyTest(): Map<string, string> {
  const files = git("ls-files", "--cached", "--others", "--exclude-standard")
    .split("\n")
    .filter((file) => TEST.test(file) && existsSync(join(ROOT, file)));
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
}

/** The tests that changed, that import a changed file or are named after it, or that check what is written about it. */
export function nearTests(changed: readonly string[], tests: ReadonlyMap<string, string>): string[] {
  const modules = new Set(changed.map(withoutEnding));
  const readers = Object.keys(READ_BY)
    .filter((folder) => changed.some((file) => file.startsWith(folder)))
    .map((folder) => READ_BY[folder] ?? "");
  return [...tests]
    .filter(
      ([test, text]) =>
        ALWAYS.includes(test) ||
        changed.includes(test) ||
        changed.some((file) => isNamedAfter(test, file)) ||
        readers.some((folder) => test.startsWith(folder)) ||
        [...text.matchAll(IMPORT)].some(([, path = ""]) => modules.has(importedFrom(test, path))),
    )
    .map(([test]) => test);
}

/** Tests of programs import nothing of them: cli/run.test.ts starts what cli/commands/run.ts does. */
function isNamedAfter(test: string, file: string): boolean {
  const isBelow = `${dirname(file)}/`.startsWith(`${dirname(test)}/`);
  return isBelow && basename(test).startsWith(basename(withoutEnding(file)));
}

function importedFrom(test: string, path: string): string {
  const file = path.startsWith("@/") ? path.slice(2) : relative(".", resolve(dirname(test), path));
  return withoutEnding(file);
}

function withoutEnding(file: string): string {
  return file.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, "");
}
