import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { dotenvLines } from "./dotenv-lines";

describe("the lines of a .env text", () => {
  it.each([
    ["values, comments and empty lines", "# note\n\nA=1\n  B = 2 \nC="],
    ["export", "export A=1\nexport  B=2"],
    ["quotes over several lines", "A=\"one\ntwo=2\n\"\nB='x\n y'\nC=`a\nb`\nD=1"],
    ["quotes that close at once", "A=\"one\" # two\nB='=' \nC=`x`"],
    ["a quote that never closes", 'A="one\nB=2'],
    ["other ends of line, and a mark at the beginning", "\uFEFFA=1\r\nB=2\r\n"],
    ["signs in values", "URL=postgres://a:b@c/d?e=f#g\nEMPTY=\nHASH=a#b"],
  ])("%s: the same keys as Node reads", (_, text) => {
    const keys = new Set(dotenvLines(text).map(({ key }) => key));
    expect([...keys].sort()).toEqual(Object.keys(parseEnv(text.replace(/^\uFEFF/, ""))).sort());
  });

  it("tells a line that has no = by its number", () => {
    expect(dotenvLines("A=1\n# note\nthis is wrong\nB=2")).toEqual([
      { number: 1, key: "A" },
      { number: 3, key: null },
      { number: 4, key: "B" },
    ]);
  });

  it("counts the lines of a value that goes over several", () => {
    expect(dotenvLines('A="one\ntwo"\nwrong')).toEqual([
      { number: 1, key: "A" },
      { number: 3, key: null },
    ]);
  });
});
