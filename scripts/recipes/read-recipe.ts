import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/installation/root";

/** The files of a recipe: its fenced blocks with a file name after the language. */
export function readRecipe(name: string): Map<string, string> {
  const text = readFileSync(join(ROOT, "docs/recipes", `${name}.md`), "utf8");
  return new Map(
    [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, file = "", content = ""]) => [file, content]),
  );
}
