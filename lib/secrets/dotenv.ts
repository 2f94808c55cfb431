import { parseEnv } from "node:util";

const PLAIN = /^[A-Za-z0-9_./:@%+,=-]*$/;

/**
 * A dotenv text. Each value is quoted with a mark that it does not contain, so that readers need no escapes. For
 * dotenv readers, not for a shell: a value with both a ' and one of " $ \\ stands in backticks, which a shell executes.
 */
export function formatDotenv(entries: { key: string; value: string }[]): string {
  return entries.map(({ key, value }) => `${key}=${quote(value)}\n`).join("");
}

function quote(value: string): string {
  if (PLAIN.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  if (!/["$`\\]/.test(value)) return `"${value}"`;
  if (!value.includes("`")) return `\`${value}\``;
  return `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

/** The variables of a dotenv text, as Node reads them; the last of several lines for one key counts. */
export function readDotenv(text: string): { key: string; value: string }[] {
  return Object.entries(parseEnv(text.replace(/^\uFEFF/, ""))).map(([key, value = ""]) => ({ key, value }));
}
