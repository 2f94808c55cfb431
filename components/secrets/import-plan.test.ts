import { expect, it } from "vitest";
import { importPlan } from "./import-plan";

it.each([
  ["", "Paste it here; comments and empty lines are skipped."],
  ["A=1", "1 key: 1 new, 0 here already."],
  ["A=1\nREGION=eu\nA=2", "2 keys: 1 new, 1 here already."],
  ["A=1\nPATH=/bin\nB=2", "Nothing is imported while the text is refused."],
  ["A=1\nmy.key=1", "Nothing is imported while the text is refused."],
  ["A=1\nnot a line\nB=2", "Nothing is imported while a line can't be read."],
])("what %j would bring", (text, words) => {
  expect(importPlan(text, new Set(["REGION"]))).toBe(words);
});
