import { printableJson, printableLines } from "@/lib/formats/printable";
import type { Readable, Writable } from "node:stream";

/** What a command may use of its process. Passed on by main. */
export type Io = {
  env: Readonly<NodeJS.ProcessEnv>;
  /** The working directory. */
  cwd: string;
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
};

/** One line for the person at the terminal. Standard output is for results. */
export function note(io: Io, message: string): void {
  io.stderr.write(`phase: ${printableLines(message)}\n`);
}

/** A command's result, in words. */
export function print(io: Io, text: string): void {
  io.stdout.write(`${printableLines(text)}\n`);
}

/** The same for programs. */
export function printJson(io: Io, value: unknown, indent?: number): void {
  io.stdout.write(`${printableJson(value, indent)}\n`);
}
