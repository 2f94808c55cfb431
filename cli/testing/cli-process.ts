import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { TOKEN } from "./fake-server";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = ["--import", "tsx", "cli/main.ts"];

/** The real CLI in a process of its own. */
export class CliProcess {
  stdout = "";
  stderr = "";
  readonly process: ChildProcess;
  /** Exit code and signal, once all output is in. */
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;

  constructor(
    args: string[],
    options: { host?: string; env?: Record<string, string | undefined>; input?: string } = {},
  ) {
    const env = { ...process.env, PHASE_SERVICE_TOKEN: TOKEN, PHASE_HOST: options.host, ...options.env };
    const child = spawn(process.execPath, [...COMMAND, ...args], { cwd: ROOT, env });
    this.process = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    child.stdin.end(options.input ?? "");
    this.ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  }

  /** Resolves once standard output (or error) holds `text`; rejects when the process ends without it. */
  async prints(text: string, from: "stdout" | "stderr" = "stdout"): Promise<void> {
    const found = Promise.withResolvers<void>();
    const look = () => {
      if (this[from].includes(text)) found.resolve();
    };
    this.process[from]?.on("data", look);
    look();
    const gone = this.ended.then(() => {
      if (!this[from].includes(text))
        throw new Error(`Ended without "${text}": ${this.stdout}${this.stderr}`);
    });
    await Promise.race([found.promise, gone]);
    this.process[from]?.off("data", look);
  }
}

export async function runCli(
  args: string[],
  options?: ConstructorParameters<typeof CliProcess>[1],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const cli = new CliProcess(args, options);
  const [code] = await cli.ended;
  return { code, stdout: cli.stdout, stderr: cli.stderr };
}
