import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { ODD_VALUES } from "@/proof/formats/odd-values";
import { fillTemplate } from "./fill-template";

const VALUES = { KEY: "it's\n{{ OTHER }} $& $1", OTHER: 'ß "x"/?', HALF: "\ud800", NUL: "a\0b" };
const fill = (template: string, values: Record<string, string> = VALUES) =>
  fillTemplate(template, values, "app.conf");

it.each([
  ["", ""],
  ["no braces {KEY} }} { { KEY } }", "no braces {KEY} }} { { KEY } }"],
  ["a{{KEY}}b", `a${VALUES.KEY}b`],
  ["{{ OTHER }}{{\tOTHER | json }}\r\n", `${VALUES.OTHER}"ß \\"x\\"/?"\r\n`],
  ["u={{ OTHER|url }}", "u=%C3%9F%20%22x%22%2F%3F"],
  ["{{ OTHER | base64 }}", Buffer.from(VALUES.OTHER).toString("base64")],
  ['{{ "{{" }} .Values.x }} {{"{{"}}', "{{ .Values.x }} {{"],
  ["\uFEFF{{ OTHER }}", `\uFEFF${VALUES.OTHER}`],
])("%j becomes %j", (template, filled) => {
  expect(fill(template)).toBe(filled);
});

it("writes each odd value so that shells, YAML and JSON read it unchanged", () => {
  for (const value of ODD_VALUES.filter((odd) => odd.isWellFormed())) {
    expect(JSON.parse(fill("{{ K | json }}", { K: value }))).toBe(value);
    expect(parse(fill("a: {{ K | yaml }}", { K: value }), { version: "1.1" })).toEqual({ a: value });
  }
  const values = Object.fromEntries(
    ODD_VALUES.filter((odd) => odd.isWellFormed() && !odd.includes("\0")).map((odd, at) => [`K_${at}`, odd]),
  );
  const script = fill(
    `printf '%s\\0' ${Object.keys(values)
      .map((key) => `{{ ${key} | shell }}`)
      .join(" ")}`,
    values,
  );
  const said = execFileSync("sh", { input: script, encoding: "utf8" });
  expect(said.split("\0").slice(0, -1)).toEqual(Object.values(values));
});

it.each([
  ["a\n\n{{ OTHR }}", "app.conf:3: The environment has no secret named OTHR. Did you mean OTHER?"],
  ["{{ constructor }}", "app.conf:1: The environment has no secret named constructor."],
  ["{{ KEY | jsn }}", "app.conf:1: No filter named jsn. Did you mean json?"],
  ["{{ KEY | toString }}", "app.conf:1: No filter named toString."],
  ["{{ .Values.x }}", "app.conf:1: Write {{ KEY }} or {{ KEY | FILTER }}."],
  ["{{ KEY | json | shell }}", "app.conf:1: Write {{ KEY }}"],
  ["x {{ KEY\n}}", "app.conf:1: Write {{ KEY }}"],
  ["{{", "app.conf:1: Write {{ KEY }}"],
  ["{{{ KEY }}}", "app.conf:1: Write {{ KEY }}"],
  ["{{ HALF }}", "app.conf:1: The value of HALF is not valid Unicode."],
  ["{{ NUL | shell }}", "app.conf:1: The value of NUL holds a NUL"],
])("refuses %j", (template, words) => {
  expect(() => fill(template)).toThrow(words);
});

it("stops before the result takes the machine's memory", () => {
  const values = { K: "x".repeat(65_536) };
  expect(() => fill("{{ K }}".repeat(2_000), values)).toThrow("The result is too large.");
});
