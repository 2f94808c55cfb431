import { expect, it } from "vitest";
import { printable, printableJson, printableLines } from "./printable";

it.each([
  ["what people write", "Zoë's “prod” key 🔑 日本", "Zoë's “prod” key 🔑 日本"],
  ["a line that would begin another row", "one\ntwo", "one\ufffdtwo"],
  ["a sequence that clears the screen", "\u001b[2Jgone", "\ufffd[2Jgone"],
  ["a carriage return, which overwrites the line", "safe\rfake", "safe\ufffdfake"],
  ["a control character of eight bits", "\u009b2J", "\ufffd2J"],
  ["marks that turn the direction", "a\u202egnp.exe\u2066\u2069\u200f", "a\ufffdgnp.exe\ufffd\ufffd\ufffd"],
  ["what takes no room", "ad\u200bmin\ufeff", "ad\ufffdmin\ufffd"],
  ["half a character", "a\ud800b", "a\ufffdb"],
  ["a character of private use", "\ue000", "\ufffd"],
])("shows %s", (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

it("keeps the lines of a text", () => {
  expect(printableLines("one\n\u001btwo\n")).toBe("one\n\ufffdtwo\n");
});

it("cuts what is too long", () => {
  expect(printable("x".repeat(300), 200)).toHaveLength(200);
});

it("escapes what JSON leaves as it is", () => {
  const value = { name: "a\u202e\u009b2J\u{e0041}\u001b", lines: ["one\ntwo"] };
  const text = printableJson(value, 2);
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  expect(JSON.parse(text)).toEqual(value);
});
