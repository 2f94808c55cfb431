import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "@/installation/root";

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

test("docs/dependencies.md says of every production dependency what it is for, and of no other", () => {
  const { dependencies, optionalDependencies } = JSON.parse(textOf("package.json")) as Record<
    "dependencies" | "optionalDependencies",
    Record<string, string>
  >;
  const rows = textOf("docs/dependencies.md").matchAll(/^\| (`.*?`) +\| [^|]+ \| [^|]+ \|$/gm);
  const explained = [...rows].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect(explained.toSorted()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).toSorted());
});
