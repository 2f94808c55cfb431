import { expect, it } from "vitest";
import { safePath } from "./safe-path";

it.each([
  ["/apps/1?manage=2#x", "/apps/1?manage=2#x"],
  [undefined, "/"],
  ["", "/"],
  ["apps", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example/", "/"],
  ["javascript:alert(1)", "/"],
])("%o leads to %s", (wanted, path) => {
  expect(safePath(wanted)).toBe(path);
});
