/** What people read, held against the style in docs/style.md. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ROOT } from "@/installation/root";
import { FORBIDDEN, forbiddenWords } from "./words";

const CODE = globSync(
  "{app,cli,components,installation,lib,worker,scripts/{set-up,start}}/**/*.{ts,tsx,mjs}",
  {
    cwd: ROOT,
    exclude: (path) => /generated|\bdist\b|\.test\.|fixture|testing/.test(path),
  },
);
// Decisions are records of their day.
const PAGES = globSync("{README,CONTRIBUTING,CHANGELOG}.md", { cwd: ROOT }).concat(
  globSync("docs/**/*.md", { cwd: ROOT, exclude: (path) => /decisions|style\.md/.test(path) }),
);
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** The texts of a file that people may read: strings of more than one word, and the text between JSX tags. */
function stringsOf(file: string): string[] {
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isTemplatePart =
      ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) || ts.isJsxText(node);
    if (isTemplatePart || ts.isStringLiteralLike(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true, kind));
  return found.filter((text) => text.trim().includes(" ") && !/\b(?:SELECT|FROM|UPDATE|WHERE)\b/.test(text));
}

describe("no text for people has a word that the style forbids", () => {
  it("in the code", () => {
    const found = CODE.flatMap((file) =>
      stringsOf(file)
        .filter((text) => forbiddenWords(text).length > 0)
        .map((text) => `${file}: ${text.trim()}`),
    );
    expect(found).toEqual([]);
  });

  it.each(PAGES)("in %s", (page) => {
    const prose = read(page)
      .replace(/^ *```.*?^ *```/gms, "")
      .replace(/`[^`\n]+`/g, "")
      .replace(/\]\([^)]*\)/g, "]");
    expect(forbiddenWords(prose)).toEqual([]);
  });

  it("and docs/style.md says what to write instead", () => {
    const style = read("docs/style.md");
    const named = Object.values(FORBIDDEN).flatMap((words) => words.split(", "));
    expect(named.filter((word) => !style.includes(word))).toEqual([]);
  });
});
