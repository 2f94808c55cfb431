import { deferred } from "./deferred";
import { StartedCommand } from "./started-command";
import { findTerminal, type Terminal } from "./terminal";

type Environment = Readonly<NodeJS.ProcessEnv>;

/** From outside these are meant to end the run: a command on its way out is not started anew. */
const ENDING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGQUIT"];
/** These a terminal sends to the whole foreground group, the command included. */
const TYPED: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];

export type SupervisorOptions = {
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
  terminal?: Terminal;
};

/** Keeps one command running, and replaces it by itself in a new environment. */
export class Supervisor {
  readonly #command: readonly string[];
  readonly #graceMs: number;
  readonly #terminal: Terminal;
  readonly #finished = deferred<number>();
  #running: StartedCommand | undefined;
  #replacing = false;
  #ending = false;

  constructor(command: readonly string[], { graceMs, terminal = findTerminal() }: SupervisorOptions) {
    this.#command = command;
    this.#graceMs = graceMs;
    this.#terminal = terminal;
    // Whoever awaits `finished` later still sees the failure.
    this.#finished.promise.catch(() => {});
  }

  /** The exit code of the command that ended by itself or by a signal from outside. Rejects with CliError where it can't be run. */
  get finished(): Promise<number> {
    return this.#finished.promise;
  }

  /** A command that can't be started ends the run: nothing else would ever be. */
  start(env: Environment): void {
    const fail = (error: unknown) => this.#finished.reject(error);
    try {
      const command = new StartedCommand(this.#command, { env, ownGroup: !this.#terminal.isThere });
      this.#running = command;
      command.exited.then((code) => this.#ended(command, code).catch(fail), fail);
    } catch (error) {
      fail(error);
    }
  }

  async #ended(command: StartedCommand, code: number): Promise<void> {
    if (this.#replacing) return;
    // What was told to end together with it may need longer: a server behind npm, say.
    if (this.#ending) await command.outlive(this.#graceMs);
    this.#finished.resolve(code);
  }

  /** Ends the command, at first politely, and starts it anew; leaves alone one that has ended or was told to end. */
  async replace(env: Environment): Promise<void> {
    const command = this.#running;
    if (command === undefined || this.#ending || command.hasEnded) return;
    this.#replacing = true;
    await command.end(this.#graceMs);
    this.#continue(await command.exited, env);
  }

  #continue(code: number, env: Environment): void {
    this.#replacing = false;
    // Told meanwhile.
    if (this.#ending) this.#finished.resolve(code);
    else this.start(env);
  }

  /** Sends a signal to the command. */
  send(signal: NodeJS.Signals): void {
    this.#running?.send(signal);
  }

  /**
   * Passes on a signal that came from outside. One typed at a terminal has reached the command already, and a
   * command that lives on after it (an interactive one) goes on as before.
   */
  passOn(signal: NodeJS.Signals): void {
    const isTyped = TYPED.includes(signal) && this.#terminal.isOurs();
    const isEnding = ENDING.includes(signal);
    if (isEnding && (!isTyped || this.#replacing)) this.#ending = true;
    if (isTyped) return;
    if (isEnding) this.#running?.sendToAll(signal);
    else this.send(signal);
  }
}
