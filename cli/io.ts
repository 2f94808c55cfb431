import { printableLines } from "@/lib/formats/printable";
import type { Readable, Writable } from "node:stream";

/** What a command may touch of its process; handed down by main. */
export type Io = {
  env: Readonly<NodeJS.ProcessEnv>;
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
};

/** One line for the person at the terminal; standard output stays for results. */
export function note(io: Io, message: string): void {
  io.stderr.write(`phase: ${printableLines(message)}\n`);
}
