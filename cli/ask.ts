/** Questions for the person at the terminal, on standard error. Standard output is for results. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { printableLines } from "@/lib/formats/printable";
import { CliError, EXIT } from "./exit";
import type { Io } from "./io";

export function isAtTerminal({ stdin, stderr }: Io): boolean {
  return [stdin, stderr].every((stream) => "isTTY" in stream && stream.isTTY === true);
}

/** One line, without surrounding spaces. */
export async function ask(io: Io, question: string): Promise<string> {
  return (await readLine(io, question, { isHidden: false })).trim();
}

/** One line without echo. */
export async function askHidden(io: Io, question: string): Promise<string> {
  return await readLine(io, question, { isHidden: true });
}

/** Confirms an irreversible action: `--yes`, or the person's answer. @throws CliError if nobody can be asked */
export async function confirm(io: Io, what: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!isAtTerminal(io)) throw new CliError(`${what} Confirm with --yes.`, EXIT.usage);
  const answer = await ask(io, `${what} Continue? [y/N] `);
  if (!/^y(es)?$/i.test(answer)) throw new CliError("Nothing was changed.");
}

/** All of standard input as text. @throws CliError if it isn't UTF-8, or has more characters than that */
export async function readInput(io: Io, atMost = Infinity): Promise<string> {
  let input = "";
  io.stdin.setEncoding("utf8");
  for await (const part of io.stdin) {
    input += String(part);
    if (input.length > atMost) throw new CliError("Standard input is too large.");
  }
  if (input.includes("\uFFFD")) throw new CliError("Standard input must be UTF-8 text.");
  return input;
}

/** Without the one line end that `echo` and editors add. */
export function withoutLineEnd(input: string): string {
  return input.replace(/\r?\n$/, "");
}

function readLine(io: Io, question: string, { isHidden }: { isHidden: boolean }): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: io.stdin,
    output: isHidden ? nowhere : io.stderr,
    terminal: true,
    historySize: 0,
  });
  // The terminal stops echoing first, so input right after the question isn't shown either.
  io.stderr.write(printableLines(question));
  return new Promise((resolve, reject) => {
    const stop = () => end(() => reject(new CliError("Cancelled; nothing was changed.", EXIT.interrupted)));
    const end = (settle: () => void) => {
      // Its own listeners stay, because they restore the terminal.
      lines.removeListener("close", stop);
      lines.close();
      if (isHidden) io.stderr.write("\n");
      settle();
    };
    lines.once("line", (line) => end(() => resolve(line)));
    lines.once("SIGINT", stop);
    lines.once("close", stop);
  });
}
