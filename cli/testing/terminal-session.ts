import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A program at its own terminal, typed at like a person would. Uses util-linux's `script`, which every Debian has. */
export class TerminalSession {
  output = "";
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;

  constructor(command: readonly string[], env: Record<string, string>) {
    const line = `exec ${command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(" ")}`;
    const child = spawn("script", ["--quiet", "--flush", "--return", "--command", line, "/dev/null"], {
      env: { ...process.env, ...env, TERM: "dumb", SHELL: "/bin/sh" },
    });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.ended = once(child, "close");
  }

  type(keys: string): void {
    this.process.stdin?.write(keys);
  }

  /** Waits until the terminal shows `text`, returns what came before it, and forgets everything up to its end. */
  async shows(text: string): Promise<string> {
    const found = Promise.withResolvers<void>();
    const look = () => {
      if (this.output.includes(text)) found.resolve();
    };
    this.process.stdout?.on("data", look);
    look();
    const gone = this.ended.then(() => {
      if (!this.output.includes(text)) throw new Error(`Ended without "${text}": ${this.output}`);
    });
    await Promise.race([found.promise, gone]);
    this.process.stdout?.off("data", look);
    const [before = "", ...after] = this.output.split(text);
    this.output = after.join(text);
    return before;
  }
}
