import { expect, it } from "vitest";
import { csvLine } from "./csv";

it.each([
  [["a", 1, null], "a,1,\r\n"],
  [['say "hi"', "a,b", "two\nlines"], '"say ""hi""","a,b","two\nlines"\r\n'],
  [["=1+1", "+1", "-1", "@a", "\tx"], "'=1+1,'+1,'-1,'@a,'\tx\r\n"],
  [["＝1", "＋1", "－1", "＠a"], "'＝1,'＋1,'－1,'＠a\r\n"],
  [["\n=1"], '"\'\n=1"\r\n'],
  [["=a,b", -1], '"\'=a,b",-1\r\n'],
])("%j becomes %j", (values, line) => {
  expect(csvLine(values)).toBe(line);
});
