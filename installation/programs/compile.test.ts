import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PARTS } from "../built.mjs";
import { ROOT } from "../root";
import { importsOf } from "./compile";
import { PROGRAMS } from "./entry-points";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const PAGES = [
  "{proxy,instrumentation-client}.ts",
  "app/**/{page,layout,route,error,global-error,not-found,loading}.{ts,tsx}",
].flatMap((pattern) => globSync(pattern, { cwd: ROOT }));

describe.each([
  ["programs", PROGRAMS],
  ["console", Object.fromEntries(PAGES.map((file, index) => [String(index), file]))],
] as const)("the %s", (part, entryPoints) => {
  it("imports production dependencies only, and is built again when a file that it imports changes", async () => {
    const { packages, files } = await importsOf(entryPoints);
    const fromNpm = [...packages].filter((name) => !builtinModules.includes(name));
    expect(fromNpm.length).toBeGreaterThan(10);
    expect(fromNpm.filter((name) => !(name in manifest.dependencies))).toEqual([]);

    const { sources } = PARTS[part];
    const isSource = (file: string) => sources.some((path) => file === path || file.startsWith(`${path}/`));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => !isSource(file))).toEqual([]);
  });
});
