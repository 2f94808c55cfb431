/** One worker process that can be killed, stopped and woken. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "@/installation/root";

export type WorkerProcess = {
  pid: number;
  /** False when it ended before it was ready. */
  ready: Promise<boolean>;
  /** How it ended: a signal's name, or an exit code. */
  ended: Promise<string>;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
};

const FOLLOW_PARENT = pathToFileURL(join(ROOT, "installation/programs/follow-parent.mjs")).href;
const READY = "Worker ready";

// A stopped process doesn't notice its parent's end.
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** `logFile` gets all that the process says. */
export function startWorkerProcess(
  bundle: string,
  env: Record<string, string>,
  logFile: string,
): WorkerProcess {
  const child = spawn(process.execPath, ["--import", FOLLOW_PARENT, bundle], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    // The channel tells it that this process is gone.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  running.add(child);
  const log = createWriteStream(logFile, { flags: "a" });
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  const ended = once(child, "close").then(([code, signal]) => {
    log.end();
    running.delete(child);
    return String(signal ?? code);
  });
  const saidReady = new Promise<boolean>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.includes(READY)) resolve(true);
    });
  });
  return {
    pid: pidOf(child),
    ready: Promise.race([saidReady, ended.then(() => false)]),
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => void child.kill(name),
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error("The worker process did not start.");
  return pid;
}
