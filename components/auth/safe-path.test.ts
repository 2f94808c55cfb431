import fc from "fast-check";
import { expect, it } from "vitest";
import { safePath } from "./safe-path";

it.each([
  ["/apps/1?manage=2#x", "/apps/1?manage=2#x"],
  ["/audit?next=https%3A%2F%2Fevil.example", "/audit?next=https%3A%2F%2Fevil.example"],
  ["/apps/a%20b", "/apps/a%20b"],
  [undefined, "/"],
  ["", "/"],
  ["apps", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/.//evil.example", "/"],
  ["/%2e//evil.example", "/"],
  ["/a/..//evil.example", "/"],
  ["/a/%2E%2e//evil.example", "/"],
  ["/./\\evil.example", "/"],
  ["/%2e%5c%5cevil.example", "/"],
  ["/%2f/evil.example", "/"],
  ["/%252e//evil.example", "/"],
  ["/%25252e%252f/evil.example", "/"],
  ["/%", "/"],
  ["https://evil.example/", "/"],
  ["javascript:alert(1)", "/"],
])("%o leads to %s", (wanted, path) => {
  expect(safePath(wanted)).toBe(path);
});

it("never leads off this console, however often its answer is resolved or decoded", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2e",
    "%2F",
    "%5C",
    "%25",
    "%09",
    "\t",
    "a",
    "evil.example",
    "@",
    ":",
    "?",
    "#",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      let path = safePath(`/${pieces.join("")}`);
      for (let times = 0; times < 3; times++) {
        const resolved = new URL(path, "https://phase.example");
        expect(resolved.origin).toBe("https://phase.example");
        const [pathname = ""] = (resolved.pathname + resolved.search).split("?", 1);
        path = decodeURIComponent(pathname);
      }
    }),
    { numRuns: 2_000 },
  );
});
