// Control characters, marks that turn the direction of text, other invisible ones, and what is no character at all.
const INVISIBLE = /\p{C}/gu;

/** `text` as it may be printed in a line, or stored: nothing in it steers a terminal or hides. */
export function printable(text: string, atMost = Number.POSITIVE_INFINITY): string {
  return text.toWellFormed().replace(INVISIBLE, "\ufffd").slice(0, atMost);
}

/** The same of a text of several lines. */
export function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => printable(line))
    .join("\n");
}
