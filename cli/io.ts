import { printableJson, printableLines } from "@/lib/formats/printable";
import type { Readable, Writable } from "node:stream";

/** What a command may touch of its process; handed down by main. */
export type Io = {
  env: Readonly<NodeJS.ProcessEnv>;
  /** The folder that it works in. */
  cwd: string;
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
};

/** One line for the person at the terminal; standard output stays for results. */
export function note(io: Io, message: string): void {
  io.stderr.write(`phase: ${printableLines(message)}\n`);
}

/** What a command found, in words. */
export function print(io: Io, text: string): void {
  io.stdout.write(`${printableLines(text)}\n`);
}

/** The same for programs. */
export function printJson(io: Io, value: unknown, indent?: number): void {
  io.stdout.write(`${printableJson(value, indent)}\n`);
}
