import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ROOT } from "../root";
import { FOLLOW_PARENT } from "./run-node";

/** A program of this project that runs as a process of its own. */
export type Program = {
  name: string;
  /** Arguments for Node. */
  args: readonly string[];
  /** Beside this process's own environment. */
  env?: Readonly<Record<string, string>>;
  /** Called each time before it is started. */
  beforeStart?: () => void;
  /** Answers 200 here once it is ready; without one it counts as ready at once. */
  readyUrl?: string;
  /** How long it may take to stop in order. */
  stopWithinMs: number;
  /** Where its standard output goes; "later" holds it back until the program is ready. */
  output?: "inherit" | "later" | number | undefined;
};

export type Running = {
  /** Rejects when the program ends before it was ever ready. */
  ready: Promise<void>;
  stop(): Promise<void>;
  kill(): void;
};

const READY_POLL_MS = 100;
const FIRST_RESTART_MS = 500;
const LAST_RESTART_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

/** Starts a program and keeps it running: when it ends by itself it is started again, each time a little later. */
export function startProgram(program: Program): Running {
  let child = spawnProgram(program);
  let startedAt = Date.now();
  let wasReady = false;
  let restartMs = FIRST_RESTART_MS;
  const stopped = new AbortController();

  const ready = becomeReady(program, child, stopped.signal).then(() => {
    wasReady = true;
  });
  ready.catch(() => {});

  const keepRunning = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const ending = await ended(child);
      if (stopped.signal.aborted || !wasReady) return;
      if (Date.now() - startedAt > STEADY_AFTER_MS) restartMs = FIRST_RESTART_MS;
      console.error(`${program.name} ended (${ending}); starting it again in ${restartMs / 1000} s`);
      await delay(restartMs, undefined, { signal: stopped.signal }).catch(() => {});
      if (stopped.signal.aborted) return;
      restartMs = Math.min(restartMs * 2, LAST_RESTART_MS);
      startedAt = Date.now();
      child = spawnProgram({ ...program, output: program.output === "later" ? "inherit" : program.output });
    }
  };
  void keepRunning();

  return {
    ready,
    async stop() {
      stopped.abort();
      if (hasEnded(child)) return;
      const forced = setTimeout(() => killGroup(child), program.stopWithinMs);
      child.kill("SIGTERM");
      await ended(child);
      clearTimeout(forced);
    },
    kill() {
      stopped.abort();
      killGroup(child);
    },
  };
}

function spawnProgram({ args, env, beforeStart, output = "inherit" }: Program): ChildProcess {
  beforeStart?.();
  return spawn(process.execPath, ["--import", FOLLOW_PARENT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // A group of its own: Ctrl-C on the terminal must not reach it past the order in which programs stop.
    detached: true,
    // The channel is how it learns that this process is gone.
    stdio: [
      "ignore",
      output === "later" ? "pipe" : output,
      typeof output === "number" ? output : "inherit",
      "ipc",
    ],
  });
}

async function becomeReady(
  { name, readyUrl }: Program,
  child: ChildProcess,
  signal: AbortSignal,
): Promise<void> {
  let heldBack = "";
  const hold = (chunk: Buffer) => (heldBack += chunk.toString());
  child.stdout?.on("data", hold);
  while (readyUrl !== undefined && !signal.aborted && !(await answers(readyUrl))) {
    if (hasEnded(child)) {
      throw new Error(`${heldBack}${name} ended (${child.signalCode ?? child.exitCode}) before it was ready`);
    }
    await delay(READY_POLL_MS);
  }
  child.stdout?.off("data", hold).pipe(process.stdout, { end: false });
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

async function ended(child: ChildProcess): Promise<string> {
  if (!hasEnded(child)) await once(child, "exit");
  return String(child.signalCode ?? `code ${child.exitCode}`);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || hasEnded(child)) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}
