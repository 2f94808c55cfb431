import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentStamp } from "./stamp";

let root: string;
const stamp = () => contentStamp(root, ["app", "config.json", "missing"], { ignore: /\.test\.ts$/ });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "phase-stamp-"));
  mkdirSync(join(root, "app", "deep"), { recursive: true });
  writeFileSync(join(root, "app", "page.ts"), "page");
  writeFileSync(join(root, "app", "deep", "part.ts"), "part");
  writeFileSync(join(root, "config.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true }));

describe("contentStamp", () => {
  it.each([
    ["a file's content", () => writeFileSync(join(root, "app", "deep", "part.ts"), "other")],
    ["a file's name", () => renameSync(join(root, "app", "page.ts"), join(root, "app", "route.ts"))],
    ["a new file", () => writeFileSync(join(root, "app", "new.ts"), "")],
    ["a single file", () => writeFileSync(join(root, "config.json"), "{ }")],
    ["a file that was missing", () => writeFileSync(join(root, "missing"), "")],
  ])("changes with %s", async (_, change) => {
    const before = await stamp();
    change();
    expect(await stamp()).not.toBe(before);
  });

  it("stays when a file is written again, or one changes that does not count", async () => {
    const before = await stamp();
    writeFileSync(join(root, "app", "page.ts"), "page");
    writeFileSync(join(root, "app", "page.test.ts"), "test");
    writeFileSync(join(root, "README"), "text");
    expect(await stamp()).toBe(before);
  });
});
