/** The tables of the documents, as their cells. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/installation/root";

/** A table's name is its document and heading, with a number if there are several. */
export type Table = { name: string; rows: string[][] };

const cellsOf = (line: string) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Every table of a document, without its head and rule. */
export function tablesIn(document: string): Table[] {
  const tables: Table[] = [];
  let heading = "";
  let current: Table | null = null;
  const text = readFileSync(join(ROOT, document), "utf8").replaceAll(/^ *```.*?^ *```/gms, "");
  const lines = text.split("\n");
  for (const line of lines) {
    if (/^#+ /.test(line)) heading = line;
    if (!line.startsWith("|")) {
      current = null;
      continue;
    }
    if (current === null) {
      const name = `${document} ${heading}`;
      const nth = tables.filter((table) => table.name.startsWith(name)).length;
      current = { name: nth === 0 ? name : `${name} (${nth + 1})`, rows: [] };
      tables.push(current);
    }
    current.rows.push(cellsOf(line));
  }
  return tables.map(({ name, rows }) => ({ name, rows: rows.slice(2) }));
}

/** The cells of the rows below a heading. */
export function tableBelow(document: string, heading: string): string[][] {
  return tablesIn(document).find(({ name }) => name === `${document} ${heading}`)?.rows ?? [];
}
