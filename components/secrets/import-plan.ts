import { importSecretsSchema } from "@/lib/api/secrets";
import { readDotenv } from "@/lib/formats/read-dotenv";

/** What importing the text would do, in words. */
export function importPlan(text: string, taken: ReadonlySet<string>): string {
  const { entries, problem } = readDotenv(text);
  if (problem !== null) return "Fix the lines that can't be read first.";
  const keys = new Set(entries.map(({ key }) => key));
  if (keys.size === 0) return "Comments and empty lines are skipped.";
  if (!importSecretsSchema.shape.text.safeParse(text).success) {
    return "Fix the text first.";
  }
  const known = [...keys].filter((key) => taken.has(key)).length;
  const total = keys.size === 1 ? "1 key" : `${keys.size} keys`;
  return `${total}: ${keys.size - known} new, ${known} existing.`;
}
