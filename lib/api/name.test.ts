import { expect, it } from "vitest";
import { nameSchema } from "./common";
import { webhookUrlSchema } from "./webhooks";

it.each(["OpenAI prod", "Größe 2 – Ω", "名前", "a'b\"c", "\u2764\ufe0f"])("%o is a name", (name) => {
  expect(nameSchema.parse(name)).toBe(name);
});

it.each([
  ["two\nlines"],
  ["a\rb"],
  ["tab\there"],
  ["bell\u0007"],
  ["\u0000"],
  ["del\u007f"],
  ["c1\u0085"],
  ["line\u2028separator"],
  ["paragraph\u2029separator"],
  ["bidi\u202egnp"],
  ["isolate\u2066x\u2069"],
  ["mark\u200f"],
  ["zero\u200bwidth"],
  ["bom\ufeffinside"],
  ["filler\u3164"],
  ["half filler\uffa0"],
  ["jamo\u115f"],
  ["braille\u2800"],
  ["joiner\u034f"],
])("%o is refused: a name is one line that reads as it is written", (name) => {
  expect(nameSchema.safeParse(name).error?.issues[0]?.message).toContain("single line");
});

it.each([
  "https://hooks.test/a\nb",
  "https://hooks.test/\u202egnp",
  "https://hooks.test/\u200b",
  "https://hooks.test/\u001b[2J",
])("%o is refused: an address reads as it is written", (url) => {
  expect(webhookUrlSchema.safeParse(url).error?.issues[0]?.message).toContain("single line");
  expect(webhookUrlSchema.safeParse("https://hooks.test/größe?a=b").success).toBe(true);
});
