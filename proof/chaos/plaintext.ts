/** I4: no key of the provider's stands in the clear where a database keeps its rows and its log, or in what workers say. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** How the simulator's keys begin. */
const BEGINNINGS = ["sk-svcacct-", "sk-admin-"];
const TAIL = "[A-Za-z0-9_-]{16}";

/** The beginning of a key with some of its secret, as it stands and in the ways that a program might write it by mistake. */
const PATTERNS = BEGINNINGS.flatMap((beginning) => {
  const reversed = [...beginning].reverse().join("");
  const hex = Buffer.from(beginning).toString("hex");
  return [
    `${beginning}${TAIL}`,
    `${TAIL}${reversed}`,
    `${hex}[0-9a-f]{32}`,
    ...base64Middles(beginning).map((middle) => `${middle}[A-Za-z0-9+/]{16}`),
  ];
});
const KEY = new RegExp(PATTERNS.join("|"));

/** What base64 makes of a text wherever it stands: the part that does not depend on its neighbours, for each offset. */
function base64Middles(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.from("\0".repeat(offset) + text).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + text.length) * 8) / 6);
    return whole.slice(first, last).replaceAll("+", "\\+");
  });
}

/** The files below `folder` that hold a key, each with the first one's beginning. */
export async function keysInTheClear(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // Latin 1 keeps every byte as a character of its own.
    const text = (await readFile(path).catch(() => Buffer.alloc(0))).toString("latin1");
    const match = KEY.exec(text);
    if (match !== null) found.push(`${relative(folder, path)}: ${match[0].slice(0, 20)}…`);
  }
  return found;
}
