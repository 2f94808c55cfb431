import { execFileSync } from "node:child_process";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatValues } from "./format";

const key = fc.stringMatching(/^K_[A-Za-z0-9_]{0,12}$/);
// A NUL would end the variable, and Node writes a lone surrogate as U+FFFD: neither reaches a program as it is.
const value = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
const NASTY = {
  K_PLAIN: "sk-svcacct-abc_DEF.123",
  K_EMPTY: "",
  K_SPACES: "  a  b  ",
  K_QUOTES: `it's "quoted" \`date\` $HOME \\ \\n`,
  K_LINES: "one\ntwo\r\nthree\n",
  K_COMMENT: "a # b",
  K_SUBSTITUTION: "$(touch /tmp/never) `id`",
  K_JSON: `{"a":"b'c"}`,
};

/** The variables that `sh` has after reading the text. */
function sourced(text: string): Record<string, string> {
  const script = `set -a\n${text}\nexec env -0`;
  const output = execFileSync("/bin/sh", ["-c", script], {
    env: process.env,
    encoding: "utf8",
  });
  const entries = output.split("\0").map((entry) => entry.split(/=(.*)/s, 2) as [string, string]);
  return Object.fromEntries(entries.filter(([name]) => name.startsWith("K_")));
}

test.each(["shell", "dotenv"] as const)("sh reads back what is written as %s", (format) => {
  expect(sourced(formatValues(NASTY, format))).toEqual(NASTY);
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (values) => {
      expect(sourced(formatValues(values, format))).toEqual(values);
    }),
    { numRuns: 50 },
  );
});

test("Node reads back every dotenv value without a single quote", () => {
  const plain = value.filter((text) => !/['\r]/.test(text));
  fc.assert(
    fc.property(fc.dictionary(key, plain, { noNullPrototype: true }), (values) => {
      expect({ ...parseEnv(formatValues(values, "dotenv")) }).toEqual(values);
    }),
  );
});

test("JSON is an object, sorted by name", () => {
  expect(formatValues({ B: "2", A: "1" }, "json")).toBe('{\n  "A": "1",\n  "B": "2"\n}\n');
  expect(JSON.parse(formatValues(NASTY, "json"))).toEqual(NASTY);
});
