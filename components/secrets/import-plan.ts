import { dotenvLines } from "@/lib/api/dotenv-lines";

/** What an import of the text would bring, in words. Values are not looked at. */
export function importPlan(text: string, taken: ReadonlySet<string>): string {
  const keys = new Set(dotenvLines(text).flatMap(({ key }) => (key === null || key === "" ? [] : [key])));
  if (keys.size === 0) return "Paste it here; comments and empty lines are skipped.";
  const known = [...keys].filter((key) => taken.has(key)).length;
  const total = keys.size === 1 ? "1 key" : `${keys.size} keys`;
  return `${total}: ${keys.size - known} new, ${known} here already.`;
}
