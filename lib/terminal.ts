/** What programs print for people at a terminal: nothing in it steers the terminal or hides. */
import { printableLines } from "./formats/printable.ts";

export function say(text: string): void {
  console.log(printableLines(text));
}

/** To standard error: errors, and anything that must not be part of a result on standard output. */
export function warn(text: string): void {
  console.error(printableLines(text));
}
