import { importSecretsSchema } from "@/lib/api/secrets";
import { readDotenv } from "@/lib/formats/read-dotenv";

/** What an import of the text would bring, in words. */
export function importPlan(text: string, taken: ReadonlySet<string>): string {
  const { entries, problem } = readDotenv(text);
  if (problem !== null) return "Nothing is imported while a line can't be read.";
  const keys = new Set(entries.map(({ key }) => key));
  if (keys.size === 0) return "Paste it here; comments and empty lines are skipped.";
  if (!importSecretsSchema.shape.text.safeParse(text).success) {
    return "Nothing is imported while the text is refused.";
  }
  const known = [...keys].filter((key) => taken.has(key)).length;
  const total = keys.size === 1 ? "1 key" : `${keys.size} keys`;
  return `${total}: ${keys.size - known} new, ${known} here already.`;
}
