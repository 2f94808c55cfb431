import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { MUTANTS } from "./list";
import { ROOT } from "@/installation/root";

it.each(MUTANTS)("the mutant $name changes a text that occurs once in its file", ({ changes }) => {
  for (const { file, find } of changes) {
    expect(readFileSync(join(ROOT, file), "utf8").split(find).length - 1, file).toBe(1);
  }
});

it.each(MUTANTS)("the suites of the mutant $name exist", ({ suites }) => {
  expect(suites.filter((suite) => !existsSync(join(ROOT, suite)))).toEqual([]);
});
