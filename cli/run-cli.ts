import { CommanderError } from "commander";
import type { DatabaseCommands } from "./database-commands";
import { CliError, EXIT } from "./exit";
import { type Io, note } from "./io";
import { createProgram } from "./program";

/** Runs this process's command line and sets its exit code. `ownFile`: where the program is, if it is a single file. */
export async function runCli(databaseCommands: DatabaseCommands, ownFile?: string): Promise<void> {
  const { env, stdin, stdout, stderr } = process;
  const io: Io = { env, cwd: process.cwd(), stdin, stdout, stderr };
  // `phase … | head` closes the pipe early, which is no failure.
  stdout.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.error),
  );
  let exitCode: number = EXIT.ok;
  const program = createProgram({ io, databaseCommands, ownFile, exitWith: (code) => (exitCode = code) });
  try {
    await program.parseAsync();
  } catch (error) {
    exitCode = report(io, error);
  }
  process.exitCode = exitCode;
}

function report(io: Io, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  note(io, error instanceof Error ? error.message || error.name : String(error));
  return error instanceof CliError ? error.exitCode : EXIT.error;
}
