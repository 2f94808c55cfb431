import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { FILES, ROOT } from "../root";

/** Loaded into a program that must not outlive this process, which starts it with an IPC channel. */
export const FOLLOW_PARENT = pathToFileURL(join(FILES, "installation/programs/follow-parent.mjs")).href;

/** A program from a package, as an argument for `runNode`. */
export const binary = (name: string) => join(ROOT, "node_modules/.bin", name);

const FORCE_AFTER_MS = 10_000;

/**
 * Runs one of Node's programs to its end. It ends early, with everything it has started, when `asked` aborts,
 * and when this process is gone. `shown`: people see its output while it runs. @throws what `asked` was
 * aborted with, once nothing of the program is left
 */
export async function runNode(
  args: readonly string[],
  {
    env,
    asked,
    shown = false,
  }: { env?: NodeJS.ProcessEnv; asked?: AbortSignal | undefined; shown?: boolean } = {},
): Promise<{ code: number | null; output: string }> {
  asked?.throwIfAborted();
  const child = spawn(process.execPath, ["--import", FOLLOW_PARENT, ...args], {
    cwd: ROOT,
    env: env ?? process.env,
    // A separate group, to end everything it has started along with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (shown) to.write(chunk);
    });
  }
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended in the meantime.
    }
  };
  let forced: NodeJS.Timeout | undefined;
  const stop = () => {
    signalGroup("SIGTERM");
    forced = setTimeout(() => signalGroup("SIGKILL"), FORCE_AFTER_MS);
  };
  asked?.addEventListener("abort", stop);
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.once("error", failed);
      child.once("close", done);
    });
    asked?.throwIfAborted();
    return { code, output };
  } finally {
    clearTimeout(forced);
    asked?.removeEventListener("abort", stop);
  }
}
