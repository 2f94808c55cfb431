/** A Phase client in a separate process, controlled by lines of JSON. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

type Line = { id?: number; result?: unknown; error?: string; kind?: string | null; changed?: string[] };

export class DriverError extends Error {
  constructor(
    message: string,
    readonly kind: string | null,
  ) {
    super(message);
  }
}

export class Driver {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #changes: string[][] = [];
  #heard = Promise.withResolvers<void>();
  #count = 0;
  readonly ended: Promise<unknown>;

  constructor([file = "", ...args]: readonly string[], env: Record<string, string>) {
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process = child;
    this.ended = once(child, "close").then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error("The driver has ended."));
    });
    createInterface({ input: child.stdout }).on("line", (line) => this.#hear(JSON.parse(line) as Line));
  }

  async ask(op: string, args: Record<string, unknown> = {}): Promise<unknown> {
    const id = ++this.#count;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#process.stdin?.write(`${JSON.stringify({ id, op, ...args })}\n`);
    return await answer.promise;
  }

  /** The keys of the next change for which it calls back. */
  async nextChange(): Promise<string[]> {
    for (;;) {
      const first = this.#changes.shift();
      if (first !== undefined) return first;
      await this.#heard.promise;
    }
  }

  async stop(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.ended;
  }

  #hear({ id, result, error, kind, changed }: Line): void {
    if (changed !== undefined) {
      this.#changes.push(changed);
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    }
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new DriverError(error, kind ?? null));
  }
}
