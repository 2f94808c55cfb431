import { setTimeout as delay } from "node:timers/promises";
import { deferred } from "./deferred";
import type { Mask } from "./mask";
import { StartedCommand } from "./started-command";
import { findTerminal, type Terminal } from "./terminal";

type Environment = Readonly<NodeJS.ProcessEnv>;

/** From outside, these end the run, so a command that is ending isn't restarted. */
const ENDING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGQUIT"];
/** A terminal sends these to the whole foreground group, including the command. */
const TYPED: readonly NodeJS.Signals[] = ["SIGINT", "SIGQUIT"];

/** How long to wait for a command's last output. A process that has left the command's group may keep the output open forever. */
const LAST_OUTPUT_MS = 1_000;

export type SupervisorOptions = {
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
  terminal?: Terminal;
  mask?: Mask | undefined;
};

/** Keeps one command running, and restarts it with a new environment. */
export class Supervisor {
  readonly #command: readonly string[];
  readonly #graceMs: number;
  readonly #terminal: Terminal;
  readonly #mask: Mask | undefined;
  readonly #finished = deferred<number>();
  /** Called when this process is told to end after the command has ended. */
  readonly #released = deferred<void>();
  #running: StartedCommand | undefined;
  #replacing = false;
  #ending = false;

  constructor(command: readonly string[], { graceMs, terminal = findTerminal(), mask }: SupervisorOptions) {
    this.#command = command;
    this.#graceMs = graceMs;
    this.#terminal = terminal;
    this.#mask = mask;
    // Callers that await `finished` later still get the failure.
    this.#finished.promise.catch(() => {});
  }

  /**
   * The exit code of the command that ended on its own or after a signal from outside. Rejects with CliError
   * if it can't be run.
   */
  get finished(): Promise<number> {
    return this.#finished.promise;
  }

  /** A command that can't be started ends the run, because no other ever could. */
  start(env: Environment): void {
    const fail = (error: unknown) => this.#finished.reject(error);
    try {
      const command = new StartedCommand(this.#command, {
        env,
        ownGroup: !this.#terminal.isThere,
        mask: this.#mask,
      });
      this.#running = command;
      command.exited.then((code) => this.#ended(command, code).catch(fail), fail);
    } catch (error) {
      fail(error);
    }
  }

  async #ended(command: StartedCommand, code: number): Promise<void> {
    if (this.#replacing) return;
    // Processes that the command leaves behind may still print. With a mask, their output passes through this process.
    if (!this.#ending) await Promise.race([this.#mask?.drained(), this.#released.promise]);
    // Processes that were asked to end with it may need longer, such as a server behind npm.
    if (this.#ending) {
      await command.outlive(this.#graceMs);
      await Promise.race([this.#mask?.drained(), delay(LAST_OUTPUT_MS, undefined, { ref: false })]);
    }
    this.#finished.resolve(code);
  }

  /** Ends the command, first politely, and restarts it. Leaves one alone that has ended or was asked to end. */
  async replace(env: Environment): Promise<void> {
    const command = this.#running;
    if (command === undefined || this.#ending || command.hasEnded) return;
    this.#replacing = true;
    await command.end(this.#graceMs);
    this.#continue(await command.exited, env);
  }

  #continue(code: number, env: Environment): void {
    this.#replacing = false;
    // Told to end meanwhile.
    if (this.#ending) this.#finished.resolve(code);
    else this.start(env);
  }

  /** Sends a signal to the command. */
  send(signal: NodeJS.Signals): void {
    this.#running?.send(signal);
  }

  /**
   * Passes on a signal from outside. One typed at a terminal has already reached the command, and a command
   * that survives it (an interactive one) continues as before.
   */
  passOn(signal: NodeJS.Signals): void {
    const isTyped = TYPED.includes(signal) && this.#terminal.isOurs();
    const isEnding = ENDING.includes(signal);
    if (isEnding && (!isTyped || this.#replacing)) this.#ending = true;
    if (isEnding && this.#running?.hasEnded === true) this.#released.resolve();
    if (isTyped) return;
    if (isEnding) this.#running?.sendToAll(signal);
    else this.send(signal);
  }
}
