import { expect, it } from "vitest";
import { bytesInWords } from "./bytes";

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [9_949, "9.9 kB"],
  [9_950, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [1_540_000_000, "1.5 GB"],
  [5e15, "5000 TB"],
])("%s bytes are %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
