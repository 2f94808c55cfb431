/** What programs say to the person at a terminal: nothing in it steers the terminal, or hides. */
import { printableLines } from "./formats/printable.ts";

export function say(text: string): void {
  console.log(printableLines(text));
}

/** On standard error: what goes wrong, and what a result on standard output must not hold. */
export function warn(text: string): void {
  console.error(printableLines(text));
}
