import { isDeepStrictEqual } from "node:util";
import { parse } from "dotenv";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { problemWords, readDotenv } from "./read-dotenv";
import { FILES } from "@/proof/formats/dotenv-files";
import { havePythonDotenv, readWithPython } from "@/proof/formats/python-dotenv";

// The first run on a machine installs python-dotenv.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

/** What programs get: the last value of each key. Null if the text is refused. */
function valuesOf(text: string): Record<string, string> | null {
  const { entries, problem } = readDotenv(text);
  return problem === null ? Object.fromEntries(entries.map(({ key, value }) => [key, value])) : null;
}

function refusal(text: string): string | null {
  const { problem } = readDotenv(text);
  return problem === null ? null : problemWords(problem);
}

describe("beside npm dotenv and python-dotenv", () => {
  beforeAll(havePythonDotenv);

  /** Python knows no byte order mark. For Python, the text begins after the mark. */
  function compare(texts: readonly string[]): number {
    const python = readWithPython(texts.map((text) => text.replace(/^\uFEFF/, "")));
    const read = texts.flatMap((text, index) => {
      const values = valuesOf(text);
      return values === null ? [] : [{ text, values, npm: parse(text), python: python[index] }];
    });
    const different = read.filter(
      ({ values, ...others }) =>
        !isDeepStrictEqual(values, others.npm) || !isDeepStrictEqual(values, others.python),
    );
    expect(different).toEqual([]);
    return read.length;
  }

  it("reads whole files as both do, with every end of line", () => {
    const texts = FILES.flatMap((text) => [
      text,
      `\uFEFF${text}`,
      text.replaceAll("\n", "\r\n"),
      text.replaceAll("\n", "\r"),
    ]);
    expect(compare(texts)).toBe(texts.length);
  });

  const token = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom("\nA=", "\nB=", "\nexport C=", "\n# note\n", "\n", "=", "x", "y z"),
    },
    {
      weight: 5,
      arbitrary: fc.constantFrom("'", '"', "`", "\\", "\\n", "\\'", '\\"', "#", " #", " ", "\t", "''", '""'),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ..."\r|\r\n|\u00a0|\uFEFF|\u2028|\x85|\x1c|\v|\f|${A}|${A:-b}|$A|${|}|:|: |export|\\t|\\\\|.|-|ß|😀".split(
          "|",
        ),
      ),
    },
  );

  it("refuses whatever the two read differently", () => {
    const texts = fc.sample(
      fc.array(token, { minLength: 1, maxLength: 14 }).map((tokens) => `A=1${tokens.join("")}`),
      { numRuns: 10_000, seed: 14 },
    );
    // A reader that refused everything would agree with every other.
    expect(compare(texts)).toBeGreaterThan(2_000);
  });
});

describe("values", () => {
  it.each([
    ["a blank after the equals sign", "KEY= \nNEXT=x", { KEY: "", NEXT: "x" }],
    ["nothing after the equals sign", "KEY=\nNEXT=x", { KEY: "", NEXT: "x" }],
    ["blanks on both sides", " KEY =  a b \t\nNEXT = x", { KEY: "a b", NEXT: "x" }],
    ["a comment after a blank", "KEY=a # b\nNEXT='x' # y\nLAST=\"z\"#", { KEY: "a", NEXT: "x", LAST: "z" }],
    ["quotes over several lines", "KEY='a\n#b\nC=d'\nNEXT=x", { KEY: "a\n#b\nC=d", NEXT: "x" }],
    ["escaped line ends", String.raw`KEY="a\r\nb\dc"`, { KEY: "a\r\nb\\dc" }],
    ["backslashes outside quotes", String.raw`KEY=C:\new\table`, { KEY: String.raw`C:\new\table` }],
    ["quotes inside", `KEY={"a":"it's"}\nNEXT=x"y`, { KEY: `{"a":"it's"}`, NEXT: 'x"y' }],
    ["the last of several", "KEY=1\nKEY=2", { KEY: "2" }],
    ["a byte order mark", "\uFEFFKEY=1\n", { KEY: "1" }],
    ["CR alone", "KEY=1\rNEXT='a\rb'\r", { KEY: "1", NEXT: "a\nb" }],
  ])("%s", (_, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });
});

describe("refusals name the line", () => {
  it.each([
    [
      "an escaped quote",
      String.raw`A="say \"hi\""`,
      String.raw`Line 1, A: programs differ over \" between quotes.`,
    ],
    [
      "an escaped quote of the other kind",
      String.raw`A="it\'s"`,
      String.raw`Line 1, A: programs differ over \' between`,
    ],
    ["export and no key", "export =1", "Line 1 is not KEY=value."],
    ["another escape", `OK=1\nA="a\\tb"`, String.raw`Line 2, A: programs differ over \t between quotes.`],
    [
      "a backslash before the closing quote",
      String.raw`A='x\'`,
      String.raw`Line 1, A: programs differ over \' between`,
    ],
    ["text after a closing quote", `\n\nA="x" y\nB=1`, "Line 3, A: text follows the closing quote."],
    ["a quote that never closes", `A='x\nB=1`, "Line 1, A: the opening ' has no closing one."],
    ["a # inside a value", "A=pa#ss", "Line 1, A: programs differ over a # without a space before it."],
    ["a # after the equals sign", "A= # later", "Line 1, A: programs differ over a # right after the =."],
    ["backticks", "A=`x`", "Line 1, A: programs differ over backticks."],
    ["a reference", "A=1\nB=${A}", "Line 2, B: programs differ over ${…}."],
    ["a reference in single quotes", "B='${A:-x}'", "Line 1, B: programs differ over ${…}."],
    ["a line without =", "A='1\n2'\nwrong\nB=2", "Line 3 is not KEY=value."],
    ["a line without a key", "A=1\r\n=x", "Line 2 is not KEY=value."],
    ["a quoted key", "'A'=1", "Line 1 is not KEY=value."],
    ["a colon", "A: 1", "Line 1 is not KEY=value."],
    ["a mark that is not at the beginning", "A=1\n\uFEFFB=2", "Line 2 is not KEY=value."],
    ["an invisible end", "A=x\uFEFF", "Line 1, A: programs differ over an invisible character at its end."],
  ])("%s", (_, text, words) => {
    expect(refusal(text)).toContain(words);
  });
});
