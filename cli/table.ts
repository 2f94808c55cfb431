import { printable } from "@/lib/formats/printable";

/** Takes two columns of a terminal: East Asian wide and full width, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cd5}\u{1b000}-\u{1b2fb}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Drawn over the previous character. */
const OVER = /[\p{Mn}\p{Me}]/u;

/** How many terminal columns a printable text takes. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const sign of text) cells += OVER.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1;
  return cells;
}

/** Rows in columns, the first one their titles. Nothing in a cell steers the terminal or hides. */
export function table(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map((cell) => printable(cell)));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => cellsOf(row[column] ?? ""))),
  );
  const padded = (cell: string, column: number) =>
    cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - cellsOf(cell)));
  return rows.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}
