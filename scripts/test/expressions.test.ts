import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { ROOT } from "@/installation/root";

/** What runs where it reads texts of others. */
const FOLDERS = ["app", "cli", "clients/node/src", "components", "installation/programs", "lib", "worker"];

/** These read an operator's settings, or OpenAI's answers, of which at most a page is examined. */
const OF_NOBODY_ELSE = [
  "cli/connection.ts",
  "clients/node/src/http.ts",
  "lib/providers/openai/refusals.ts",
  "lib/settings/settings.ts",
];

type Found = { file: string; expression: RegExp };

/** Every expression, and those that are put together from texts where their module exports none: lib/formats/read-dotenv.ts. */
function expressions(): Found[] {
  const files = FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: ROOT }));
  return [...files, "proxy.ts"]
    .filter(
      (file) =>
        !/\.test\.tsx?$|\.d\.mts$|\/(?:generated|dist)\//.test(file) && !OF_NOBODY_ELSE.includes(file),
    )
    .flatMap((file) => {
      const found: Found[] = [];
      const source = ts.createSourceFile(
        file,
        readFileSync(join(ROOT, file), "utf8"),
        ts.ScriptTarget.Latest,
      );
      const look = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf("/");
          found.push({ file, expression: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) });
        }
        ts.forEachChild(node, look);
      };
      look(source);
      return found;
    });
}

/** What a text may repeat to make an expression start again at each character: one or two pieces of the expression. */
function pieces({ source }: RegExp): string[] {
  const plain = source.replaceAll(/\\[wWsSdDbBpP]/g, "").replaceAll("\\", "");
  const signs = [...new Set(`${plain} a0-."/`)];
  const words = plain.match(/[A-Za-z:/${}<>!-]{2,}/g) ?? [];
  return [...signs, ...words, ...signs.flatMap((one) => signs.map((other) => one + other))];
}

/** The shortest of a few tries: others use the machine, too. */
function milliseconds(expression: RegExp, piece: string, length: number): number {
  const text = `${piece.repeat(length / piece.length)}\u0001`;
  const tries = [1, 2, 3].map(() => {
    const began = performance.now();
    if (expression.global) text.replace(expression, "");
    else expression.test(text);
    return performance.now() - began;
  });
  return Math.min(...tries);
}

it("looks through no text again from each of its signs", () => {
  const all = new Map(expressions().map((found) => [String(found.expression), found]));
  expect(all.size).toBeGreaterThan(150);
  const slow = [...all.values()].flatMap(({ file, expression }) => {
    // A text of a value's length takes half a second where its square counts, else less than a few milliseconds.
    const worst = pieces(expression).find(
      (piece) => milliseconds(expression, piece, 2_000) > 1 && milliseconds(expression, piece, 64_000) > 200,
    );
    return worst === undefined ? [] : [`${file} ${String(expression)} over ${JSON.stringify(worst)}`];
  });
  expect(slow).toEqual([]);
}, 120_000);
