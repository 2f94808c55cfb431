import { execFileSync } from "node:child_process";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { ODD_VALUES } from "@/proof/formats/odd-values";
import { type ReadFormat, readValues, UnreadableTextError } from "./read-values";
import { formatValues, UnwritableValueError } from "./write-values";

/** Those that the format can represent. */
function held(format: ReadFormat): Record<string, string> {
  const entries = ODD_VALUES.map((value, at) => [`K_${at}`, value] as const).filter((entry) => {
    try {
      return formatValues(Object.fromEntries([entry]), format) !== "";
    } catch (error) {
      if (error instanceof UnwritableValueError) return false;
      throw error;
    }
  });
  return Object.fromEntries(entries);
}

const PYTHON_CSV = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8")
json.dump({row["key"]: row["value"] for row in csv.DictReader(io.StringIO(text, newline=""))}, sys.stdout)`;

const OTHERS: Record<ReadFormat, Record<string, (text: string) => unknown>> = {
  json: { "JSON.parse": (text) => JSON.parse(text) as unknown },
  yaml: {
    "yaml 1.2": (text) => parse(text, { version: "1.2" }) as unknown,
    "yaml 1.1": (text) => parse(text, { version: "1.1" }) as unknown,
  },
  csv: {
    "Python's csv": (text) =>
      JSON.parse(execFileSync("python3", ["-c", PYTHON_CSV], { input: text, encoding: "utf8" })) as unknown,
  },
};

describe.each(["json", "yaml", "csv"] as const)("%s", (format) => {
  const values = held(format);

  it("returns every odd value that is written", () => {
    expect(Object.fromEntries(readValues(formatValues(values, format), format))).toEqual(values);
    expect(readValues(formatValues({}, format), format)).toEqual([]);
  });

  test.each(Object.entries(OTHERS[format]))("is read the same by %s", (_, read) => {
    expect(read(formatValues(values, format))).toEqual(values);
    expect(read(formatValues({ NO: "yes", Y: "1", y: "2", null: "~", A: "" }, format))).toEqual({
      NO: "yes",
      Y: "1",
      y: "2",
      null: "~",
      A: "",
    });
  });

  it("refuses little", () => {
    const refused = ODD_VALUES.length - Object.keys(values).length;
    expect(refused).toBeLessThanOrEqual({ json: 0, yaml: 2, csv: 30 }[format]);
  });
});

it.each(["=1+1", "+1", "-1", "@a", "＝1", "-----BEGIN PRIVATE KEY-----\nx"])(
  "nothing that a spreadsheet runs is written as CSV: %j",
  (value) => {
    expect(() => formatValues({ SPOILT: value }, "csv")).toThrow(
      "The format csv can't represent SPOILT: spreadsheets run values that begin like a formula.",
    );
  },
);

it.each<[ReadFormat, string, [string, string][]]>([
  [
    "json",
    '\uFEFF{"A":"1","B":"","A":"2"}',
    [
      ["A", "2"],
      ["B", ""],
    ],
  ],
  [
    "yaml",
    "# ours\r\n---\r\nA_KEY: plain text # note\r\n\r\n\"NO\": 'it''s'\r\nC: \"a\\nb # no\" # note\nURL: https://x.test/a#b\n",
    [
      ["A_KEY", "plain text"],
      ["NO", "it's"],
      ["C", "a\nb # no"],
      ["URL", "https://x.test/a#b"],
    ],
  ],
  [
    "csv",
    'Comment,KEY,Value\r\n,A,1\r\n"x,y",B,"say ""hi""\n"\r\n\r\n,C,\r\n',
    [
      ["A", "1"],
      ["B", 'say "hi"\n'],
      ["C", ""],
    ],
  ],
  ["csv", "value,key\na,K", [["K", "a"]]],
])("%s from other programs: %j", (format, text, entries) => {
  expect(readValues(text, format)).toEqual(entries);
});

it.each<[ReadFormat, string, string]>([
  ["json", "A=hunter2", "The text is not JSON."],
  ["json", '["hunter2"]', "The JSON must be an object"],
  ["json", '{"A":"1","B":5432}', "The value of B must be a string in quotes."],
  ["json", '{"A":{"B":"hunter2"}}', "The value of A must be a string in quotes."],
  ["yaml", 'A: "1"\nB: 5432', "Line 2 is not KEY"],
  ["yaml", "A: yes", "Line 1 is not KEY"],
  ["yaml", "A: No", "Line 1 is not KEY"],
  ["yaml", "A:\n  B: hunter2", "Line 1 is not KEY"],
  ["yaml", "A: |\n  hunter2", "Line 1 is not KEY"],
  ["yaml", "A: hunter2\n  more", "Line 2 is not KEY"],
  ["yaml", "A: *hunter2", "Line 1 is not KEY"],
  ["yaml", 'A: "\\xhunter2"', "Line 1 is not KEY"],
  ["yaml", 'A: "\\Uffffffff"', "Line 1 is not KEY"],
  ["csv", "A,hunter2", "The first line must name the columns"],
  ["csv", "", "The first line must name the columns"],
  ["csv", "key,value\nA,hunter2,x", "Row 2 has 3 columns, but the first row has 2."],
  ["csv", 'key,value\nA,"hunter2', "Row 2 has a quote"],
  ["csv", 'key,value\nA,hun"ter2', "Row 2 has a quote"],
  ["csv", 'key,value\nA,"hunter2" x\n', "Row 2 has a quote"],
])("%s that isn't one map of texts is refused without its values: %j", (format, text, words) => {
  const read = () => readValues(text, format);
  expect(read).toThrow(UnreadableTextError);
  expect(read).toThrow(words);
  expect(read).not.toThrow("hunter2");
});
