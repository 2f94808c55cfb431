import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { PRODUCT, ROOT } from "@/installation/root";
import { buildCli } from "../build.mjs";
import { TOKEN } from "./fake-server";

// Each test starts several processes, on machines that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const folder = await mkdtemp(join(tmpdir(), "phase-cli-program-"));
/** The single file that people install. */
export const STANDALONE = join(folder, "phase.mjs");
/** Instead of the user's own. */
export const STATE_FOLDER = join(folder, "state");
export const CONFIG_FOLDER = join(folder, "config");
await buildCli(STANDALONE);
afterAll(() => rm(folder, { recursive: true }));

/** The same without features that Node 20 lacks, the oldest supported version. */
export const ON_NODE_20 = ["--import", join(ROOT, "cli/testing/node-20.mjs"), STANDALONE];

/** As it runs where Phase is installed, with the commands that use the database. Needs `ensureCompiled()`. */
export const INSTALLED = [join(PRODUCT, "phase.mjs")];

type Options = {
  host?: string;
  env?: Record<string, string | undefined>;
  /** For its standard input. */
  input?: string;
  program?: string[];
  cwd?: string;
};

export function environmentOf({ host, env }: Pick<Options, "host" | "env">): NodeJS.ProcessEnv {
  return {
    ...process.env,
    XDG_STATE_HOME: STATE_FOLDER,
    XDG_CONFIG_HOME: CONFIG_FOLDER,
    PHASE_SERVICE_TOKEN: TOKEN,
    PHASE_HOST: host,
    ...env,
  };
}

/** The real CLI in a separate process. */
export class CliProcess {
  stdout = "";
  stderr = "";
  readonly process: ChildProcess;
  /** Exit code and signal, once all output has arrived. */
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;

  constructor(args: string[], options: Options = {}) {
    const env = environmentOf(options);
    const child = spawn(process.execPath, [...(options.program ?? [STANDALONE]), ...args], {
      cwd: options.cwd ?? ROOT,
      env,
    });
    this.process = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    // One that reads nothing may end before it is written.
    child.stdin.on("error", () => {}).end(options.input ?? "");
    this.ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  }

  /** Resolves once standard output (or error) has `text`. Rejects if the process ends without it. */
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
  options?: Options,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const cli = new CliProcess(args, options);
  const [code] = await cli.ended;
  return { code, stdout: cli.stdout, stderr: cli.stderr };
}
