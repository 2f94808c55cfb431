import { expect, it } from "vitest";
import { formatDotenv, readDotenv } from "./dotenv";

it.each([
  ["plain", "postgres://user:p@host:5432/db?x=1"],
  ["empty", ""],
  ["blanks", "  a b  "],
  ["hash", "a # b"],
  ["dollar", "$HOME ${x}"],
  ["single quote", "it's"],
  ["single and double quote", `it's "so"`],
  ["several lines", "-----BEGIN KEY-----\nabc\n-----END KEY-----\n"],
  ["backslash n in the text", "a\\nb"],
  ["unicode", "schlüssel ✓"],
])("reads back what it wrote: %s", (_name, value) => {
  const entries = [
    { key: "FIRST", value },
    { key: "SECOND", value: "after" },
  ];
  expect(readDotenv(formatDotenv(entries))).toEqual(entries);
});
