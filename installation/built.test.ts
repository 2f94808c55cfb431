import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBuilt, sourcesStamp } from "./built.mjs";

let root: string;
const PART = { stamp: "dist/stamp", sources: ["app", "config.json", "missing"] };
const stamp = () => sourcesStamp(PART, root);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "phase-stamp-"));
  mkdirSync(join(root, "app", "deep"), { recursive: true });
  writeFileSync(join(root, "app", "page.ts"), "page");
  writeFileSync(join(root, "app", "deep", "part.ts"), "part");
  writeFileSync(join(root, "config.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true }));

describe("the stamp of sources", () => {
  it.each([
    ["a file's content", () => writeFileSync(join(root, "app", "deep", "part.ts"), "other")],
    ["a file's name", () => renameSync(join(root, "app", "page.ts"), join(root, "app", "route.ts"))],
    ["a new file", () => writeFileSync(join(root, "app", "new.ts"), "")],
    ["a single file", () => writeFileSync(join(root, "config.json"), "{ }")],
    ["a file that was missing", () => writeFileSync(join(root, "missing"), "")],
  ])("changes with %s", (_, change) => {
    const before = stamp();
    change();
    expect(stamp()).not.toBe(before);
  });

  it("stays when a file is written again, or one changes that does not count", () => {
    const before = stamp();
    writeFileSync(join(root, "app", "page.ts"), "page");
    writeFileSync(join(root, "app", "page.test.ts"), "test");
    writeFileSync(join(root, "README"), "text");
    expect(stamp()).toBe(before);
  });
});

describe("a part of the product", () => {
  it("is built once it bears its sources' stamp, until they change", () => {
    expect(isBuilt(PART, root)).toBe(false);
    mkdirSync(join(root, "dist"));
    writeFileSync(join(root, PART.stamp), stamp());
    expect(isBuilt(PART, root)).toBe(true);
    writeFileSync(join(root, "config.json"), "{ }");
    expect(isBuilt(PART, root)).toBe(false);
  });
});
