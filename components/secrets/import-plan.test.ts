import { expect, it } from "vitest";
import { importPlan } from "./import-plan";

it.each([
  ["", "Comments and empty lines are skipped."],
  ["A=1", "1 key: 1 new, 0 existing."],
  ["A=1\nREGION=eu\nA=2", "2 keys: 1 new, 1 existing."],
  ["A=1\nPATH=/bin\nB=2", "Fix the text first."],
  ["A=1\nmy.key=1", "Fix the text first."],
  ["A=1\nnot a line\nB=2", "Fix the lines that can't be read first."],
])("what %j would bring", (text, words) => {
  expect(importPlan(text, new Set(["REGION"]))).toBe(words);
});
