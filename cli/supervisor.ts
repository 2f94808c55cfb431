import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { deferred } from "./deferred";
import { CliError, EXIT } from "./exit";

type Environment = Readonly<NodeJS.ProcessEnv>;

/** From outside these are meant to end the run: a command on its way out is not started anew. */
const ENDING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGQUIT"];

/** Keeps one command running, and replaces it by itself in a new environment. */
export class Supervisor {
  readonly #command: readonly string[];
  readonly #finished = deferred<number>();
  #child: { process: ChildProcess; exited: Promise<number> } | undefined;
  #replacing = false;
  #ending = false;

  constructor(command: readonly string[]) {
    this.#command = command;
    // Whoever awaits `finished` later still sees the failure.
    this.#finished.promise.catch(() => {});
  }

  /** The exit code of the command that ended by itself or by a signal from outside. Rejects with CliError where it can't be run. */
  get finished(): Promise<number> {
    return this.#finished.promise;
  }

  start(environment: Environment): void {
    const child = launch(this.#command, environment);
    this.#child = child;
    child.exited.then(
      (code) => {
        if (!this.#replacing) this.#finished.resolve(code);
      },
      (error: unknown) => this.#finished.reject(error),
    );
  }

  /** Ends the command, at first politely, and starts it anew; leaves alone one that has ended or was told to end. */
  async replace(environment: Environment, graceMs: number): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.#ending || hasEnded(child.process)) return;
    this.#replacing = true;
    child.process.kill("SIGTERM");
    const timer = setTimeout(() => child.process.kill("SIGKILL"), graceMs);
    const code = await child.exited;
    clearTimeout(timer);
    this.#replacing = false;
    if (this.#ending) this.#finished.resolve(code);
    else this.start(environment);
  }

  /** Sends a signal to the command. */
  send(signal: NodeJS.Signals): void {
    this.#child?.process.kill(signal);
  }

  /**
   * Passes on a signal that came from outside. One typed at a terminal has reached the command already, and a
   * command that lives on after it (an interactive one) goes on as before.
   */
  passOn(signal: NodeJS.Signals, typed: boolean): void {
    if (ENDING.includes(signal) && (!typed || this.#replacing)) this.#ending = true;
    if (!typed) this.send(signal);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function launch([file = "", ...args]: readonly string[], env: Environment) {
  const exited = deferred<number>();
  const child = spawn(file, args, { stdio: "inherit", env });
  child.once("error", (error) => exited.reject(launchFailure(file, error)));
  child.once("exit", (code, signal) =>
    exited.resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
  );
  return { process: child, exited: exited.promise };
}

function launchFailure(file: string, error: NodeJS.ErrnoException): CliError {
  if (error.code === "ENOENT") return new CliError(`${file}: command not found`, EXIT.notFound);
  if (error.code === "EACCES") return new CliError(`${file}: not executable`, EXIT.notExecutable);
  return new CliError(`${file} can't be started (${error.code ?? error.message}).`, EXIT.notExecutable);
}
