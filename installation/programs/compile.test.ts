import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../root";
import { packagesOf, PROGRAMS } from "./compile";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const PAGES = [
  "{proxy,instrumentation-client}.ts",
  "app/**/{page,layout,route,error,global-error,not-found,loading}.{ts,tsx}",
].flatMap((pattern) => globSync(pattern, { cwd: ROOT }));

it.each([
  ["programs", PROGRAMS],
  ["pages and routes", Object.fromEntries(PAGES.map((file, index) => [String(index), file]))],
])("what the %s import is a production dependency", async (_, entryPoints) => {
  const packages = [...(await packagesOf(entryPoints))].filter((name) => !builtinModules.includes(name));
  expect(packages.length).toBeGreaterThan(10);
  expect(packages.filter((name) => !(name in manifest.dependencies))).toEqual([]);
});
