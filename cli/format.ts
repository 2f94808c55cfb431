/** Secrets as text. `sh` reads each of them back byte for byte. */
export const FORMATS = ["dotenv", "json", "shell"] as const;
export type Format = (typeof FORMATS)[number];

export function formatValues(values: Readonly<Record<string, string>>, format: Format): string {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  switch (format) {
    case "json":
      return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
    case "dotenv":
      return entries.map(([key, value]) => `${key}=${dotenvValue(value)}\n`).join("");
    case "shell":
      return entries.map(([key, value]) => `export ${key}=${shellValue(value)}\n`).join("");
  }
}

/**
 * Single quotes are literal for every reader; only a value that holds one needs double quotes and escapes. Not the API's
 * dotenv text, which puts such a value in backticks for dotenv readers: a file made here is also sourced by shells.
 */
function dotenvValue(value: string): string {
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  return `"${value.replace(/[\\"$`]/g, "\\$&")}"`;
}

function shellValue(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
