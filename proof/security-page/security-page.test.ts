/** Every sentence of docs/security.md is held by a test with a name, or is known to promise nothing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "@/installation/root";
import { sentencesOf } from "./sentences";
import { CLAIMS as REST } from "./the-rest";
import { CLAIMS as KEPT } from "./what-is-kept";
import { CLAIMS as WHO } from "./who-may";

const CLAIMS = [...KEPT, ...WHO, ...REST];
const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

it("every sentence of the page has an entry, and no other", () => {
  expect(CLAIMS.map(([sentence]) => sentence)).toEqual(sentencesOf(textOf("docs/security.md")));
});

const named = [...new Set(CLAIMS.flatMap(([, ...tests]) => tests.filter((test) => test !== null)))];

it.each(named)("the test exists: %s", (name) => {
  const [file = "", title = ""] = name.split(" › ");
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(titlesIn(textOf(file))).toContain(title);
});

/** What is given to it, test or describe as their first words. */
function titlesIn(source: string): string[] {
  return [...source.matchAll(/[\w\])]\(\s*(["`])((?:(?!\1).)+)\1,/g)].map(([, , title = ""]) => title);
}

it("splits a page into sentences", () => {
  const page =
    "# Title\n\nOne is\ntwo. `Three` is four.\n\n| a | b |\n| --- | --- |\n| c | |\n\n- **d** is e. F g.\n  H i.\n";
  expect(sentencesOf(page)).toEqual([
    "One is two.",
    "`Three` is four.",
    "a | b",
    "c |",
    "**d** is e.",
    "F g.",
    "H i.",
  ]);
});
