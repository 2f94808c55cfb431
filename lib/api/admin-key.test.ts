import { expect, it } from "vitest";
import { adminApiKeySchema } from "./third-party-credentials";

const problemOf = (key: string) => adminApiKeySchema.safeParse(key).error?.issues[0]?.message;
const holds = (what: string) => `An admin key can't contain ${what}. Paste only the key.`;

it.each(["sk-admin-abc_DEF-123", " sk-admin-1\n", "\uFEFFsk-admin-1\u00a0"])("takes %j", (key) => {
  expect(problemOf(key)).toBeUndefined();
});

it.each([
  ["sk-admin-1\nsk-admin-2", "a line break (character 11)"],
  ["sk-admin\r\n-1", "a line break (character 9)"],
  ["sk-admin\u2028-1", "a line break (character 9)"],
  ["Bearer sk-admin-1", "a space (character 7)"],
  ["sk-admin\t1", "a tab (character 9)"],
  ['"sk-admin-1"', 'the quotation mark " (character 1)'],
  ["‘sk-admin-1’", "the quotation mark ‘ (character 1), the quotation mark ’ (character 12)"],
  ["„sk-admin-1“", "the quotation mark „ (character 1), the quotation mark “ (character 12)"],
  ["\u200bsk-admin-1", "an invisible character U+200B (character 1)"],
  [
    "sk\u00adadmin\u00a01",
    "an invisible character U+00AD (character 3), an invisible character U+00A0 (character 9)",
  ],
  ["sk-admin\uFEFF-1", "an invisible character U+FEFF (character 9)"],
  ["sk-\x01admin", "a control character U+0001 (character 4)"],
  ["sk–admin", "– U+2013 (character 3)"],
  ["ѕk-admin", "ѕ U+0455 (character 1)"],
  ["😀-é", "😀 U+1F600 (character 1), é U+00E9 (character 3)"],
  ["e\u0301", "an invisible character U+0301 (character 2)"],
])("names what is wrong in %j", (key, what) => {
  expect(problemOf(key)).toBe(holds(what));
});
