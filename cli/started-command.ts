import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { deferred } from "./deferred";
import { CliError, EXIT } from "./exit";
import type { Mask } from "./mask";
import { listProcesses, type Process } from "./processes";

const POLL_MS = 50;
/** How long a killed process may take to end. A process that the kernel holds isn't waited for. */
const KILLED_MS = 1_000;

export type StartOptions = {
  env: Readonly<NodeJS.ProcessEnv>;
  /**
   * In its own session and process group, except at a terminal, where the command could neither read nor be
   * stopped and continued.
   */
  ownGroup: boolean;
  /** Filters the command's output. Without it, the command prints directly to this process's outputs. */
  mask: Mask | undefined;
};

/** A running command, with everything it has started. */
export class StartedCommand {
  readonly #process: ChildProcess;
  readonly #ownGroup: boolean;
  /** Its processes, by ID. Recorded, because a process whose parent has ended reveals nothing about it. */
  #known = new Map<number, Process>();
  /** Its exit code, 128 + N after signal N. Rejects with CliError if it couldn't be started. */
  readonly exited: Promise<number>;

  /** @throws CliError if it can't be started and the system reports that immediately */
  constructor([file = "", ...args]: readonly string[], { env, ownGroup, mask }: StartOptions) {
    this.#ownGroup = ownGroup;
    const exited = deferred<number>();
    this.exited = exited.promise;
    try {
      const output = mask?.open() ?? ["inherit", "inherit"];
      this.#process = spawn(file, args, { stdio: ["inherit", ...output], env, detached: ownGroup });
      mask?.attach(this.#process);
    } catch (error) {
      throw startFailure(file, error as NodeJS.ErrnoException);
    }
    this.#process.once("error", (error) => exited.reject(startFailure(file, error)));
    this.#process.once("exit", (code, signal) =>
      exited.resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  }

  get hasEnded(): boolean {
    const { pid, exitCode, signalCode } = this.#process;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** To the command itself. */
  send(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** To the command and everything it has started, because shells and npm pass nothing on. */
  sendToAll(signal: NodeJS.Signals): void {
    const { pid: own } = this.#process;
    if (own === undefined) return;
    const members = this.#members();
    // In one call, so that no process that is just starting escapes.
    if (this.#ownGroup) kill(-own, signal);
    for (const { pid, group } of members) {
      if (!this.#ownGroup || group !== own) kill(pid, signal);
    }
  }

  /** SIGTERM to everything, and after the grace time SIGKILL to what is left. Resolves when nothing is. */
  async end(graceMs: number): Promise<void> {
    this.sendToAll("SIGTERM");
    await this.outlive(graceMs);
  }

  /** Waits until none of it is running. Kills the rest after the grace time. */
  async outlive(graceMs: number): Promise<void> {
    if (await this.#isGone(graceMs)) return;
    this.sendToAll("SIGKILL");
    await this.#isGone(KILLED_MS);
  }

  async #isGone(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    const over = new AbortController();
    void this.exited.then(
      () => over.abort(),
      () => over.abort(),
    );
    while (!this.hasEnded || this.#members().length > 0) {
      if (performance.now() >= deadline) return false;
      if (this.hasEnded) {
        await delay(POLL_MS);
        continue;
      }
      // What it starts and leaves behind at a terminal is only known from before its end.
      if (!this.#ownGroup) this.#members();
      await delay(POLL_MS, undefined, { signal: over.signal }).catch(() => {});
    }
    return true;
  }

  /** Its running processes: its group if it has one, and all descendants of processes seen before. */
  #members(): Process[] {
    const { pid } = this.#process;
    if (pid === undefined) return [];
    const running = listProcesses();
    const found = new Map<number, Process>();
    const belongs = (one: Process) =>
      (one.pid === pid && !this.hasEnded) ||
      (this.#ownGroup && one.group === pid) ||
      this.#known.get(one.pid)?.started === one.started ||
      found.has(one.parent);
    for (let size = -1; size < found.size;) {
      size = found.size;
      for (const one of running) if (belongs(one)) found.set(one.pid, one);
    }
    this.#known = found;
    return [...found.values()];
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended, or belongs to someone else.
  }
}

function startFailure(file: string, error: NodeJS.ErrnoException): CliError {
  if (error.code === "ENOENT") return new CliError(`${file}: command not found`, EXIT.notFound);
  if (error.code === "EACCES") return new CliError(`${file}: not executable`, EXIT.notExecutable);
  return new CliError(`${file} can't be started (${error.code ?? error.message}).`, EXIT.notExecutable);
}
