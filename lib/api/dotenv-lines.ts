/** One line of a .env text that is neither empty nor a comment. `key` null: it has no `=`, so readers skip it. */
export type DotenvLine = { number: number; key: string | null };

/** The lines of a .env text by the rules of Node's own reader: `export `, quotes over several lines, comments. */
export function dotenvLines(text: string): DotenvLine[] {
  const found: DotenvLine[] = [];
  const rest = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .split("\n");
  for (let index = 0; index < rest.length; index += 1) {
    const line = (rest[index] ?? "").trim();
    if (line === "" || line.startsWith("#")) continue;
    const equal = line.indexOf("=");
    found.push({ number: index + 1, key: equal === -1 ? null : keyOf(line.slice(0, equal)) });
    if (equal !== -1) index += linesBelow(line.slice(equal + 1).trimStart(), rest.slice(index + 1));
  }
  return found;
}

function keyOf(left: string): string {
  return left.trim().replace(/^export\s+/, "");
}

/** How many more lines a quoted value takes: none when its quote is closed on the same line, or never. */
function linesBelow(value: string, below: readonly string[]): number {
  const quote = value.charAt(0);
  if (!["'", '"', "`"].includes(quote) || value.includes(quote, 1)) return 0;
  return below.findIndex((line) => line.includes(quote)) + 1;
}
