import { expect, it } from "vitest";
import { importSecretsSchema } from "./secrets";

const problemOf = (text: string) => importSecretsSchema.safeParse({ text }).error?.issues[0]?.message;

it.each([
  ["every kind of line", "A=1\nB= \nexport C='x\ny'\n", undefined],
  ["comments alone", "# nothing\n\n", "No KEY=value line found."],
  ["a line that is none", "A=1\nwrong\nB=2", "Line 2 is not KEY=value."],
  [
    "a value that programs read differently",
    `A=1\nB="x\\"y"`,
    'Line 2, B: programs differ over \\" between quotes. Use the other kind of quote.',
  ],
  [
    "a name that is none",
    "A='1\n'\nnot-a-name=1",
    "Line 3, not-a-name: Use letters, digits and _, not starting with a digit.",
  ],
  ["a long value", `A=1\nB=${"x".repeat(65_537)}`, "Line 2, B: At most 64 KiB."],
  [
    "too many keys",
    Array.from({ length: 1_001 }, (_, index) => `K${index}=x`).join("\n"),
    "At most 1000 keys at a time.",
  ],
])("an import of %s", (_, text, words) => {
  expect(problemOf(text)).toBe(words);
});
