import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { printableLines } from "@/lib/formats/printable";
import { ROOT } from "../root";
import { asLog } from "./as-log";
import { launcherLog } from "./launcher-log";
import { FOLLOW_PARENT } from "./run-node";

/** A program of this project that runs as a separate process. */
export type Program = {
  name: string;
  /** Arguments for Node. */
  args: readonly string[];
  /** Added to this process's own environment. */
  env?: Readonly<Record<string, string>>;
  /** Called before each start. */
  beforeStart?: () => void;
  /** Returns 200 here once it is ready. */
  readyUrl?: string;
  /** Sends a message once it is ready. Without this and without a URL, it counts as ready immediately. */
  reportsReady?: boolean;
  /** How long it may take to stop cleanly. */
  stopWithinMs: number;
  /** Where its standard output goes. "later" holds it back until the program is ready. */
  output?: "inherit" | "later" | number | undefined;
  /**
   * Its output is a log, in lines of JSON. Other output becomes such lines, without anything that looks like
   * a secret.
   */
  logsOnly?: boolean;
};

export type Running = {
  /** Rejects if the program ends before it was ever ready. */
  ready: Promise<void>;
  /** The process that runs now. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
  kill(): void;
};

const READY_POLL_MS = 100;
const FIRST_RESTART_MS = 500;
const LAST_RESTART_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

/** Starts a program and keeps it running: if it ends unexpectedly, it is restarted, each time a little later. */
export function startProgram(program: Program): Running {
  let child = spawnProgram(program);
  let startedAt = Date.now();
  let wasReady = false;
  let restartMs = FIRST_RESTART_MS;
  const stopped = new AbortController();
  const isStopped = () => stopped.signal.aborted;

  const ready = becomeReady(program, child, stopped.signal).then(() => {
    wasReady = true;
  });
  ready.catch(() => {});

  const keepRunning = async (): Promise<void> => {
    while (!isStopped()) {
      const ending = await ended(child);
      if (isStopped() || !wasReady) return;
      if (Date.now() - startedAt > STEADY_AFTER_MS) restartMs = FIRST_RESTART_MS;
      launcherLog.warn({ ended: program.name, ending, restartMs }, "A program stopped; restarting it");
      await delay(restartMs, undefined, { signal: stopped.signal }).catch(() => {});
      if (isStopped()) return;
      restartMs = Math.min(restartMs * 2, LAST_RESTART_MS);
      startedAt = Date.now();
      child = spawnProgram({ ...program, output: program.output === "later" ? "inherit" : program.output });
    }
  };
  void keepRunning();

  return {
    ready,
    get pid() {
      return child.pid;
    },
    async stop() {
      stopped.abort();
      const forced = setTimeout(() => killGroup(child), program.stopWithinMs);
      if (!hasEnded(child)) child.kill("SIGTERM");
      await ended(child);
      clearTimeout(forced);
    },
    kill() {
      stopped.abort();
      killGroup(child);
    },
  };
}

/** A crash leaves no core file, which would contain keys. The limit belongs to the shell's own process. */
const WITHOUT_CORE = ["-c", 'ulimit -c 0; exec "$@"', "sh"];

function spawnProgram(program: Program): ChildProcess {
  const { args, env, beforeStart, output = "inherit" } = program;
  beforeStart?.();
  // Its output passes through here. If nobody reads it any more, this process notices, and stops everything.
  const stream = typeof output === "number" ? output : "pipe";
  const node = [process.execPath, "--import", FOLLOW_PARENT, ...args];
  const child = spawn("/bin/sh", [...WITHOUT_CORE, ...node], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // A separate group, because Ctrl-C on the terminal must not bypass the order in which programs stop.
    detached: true,
    // The channel tells it that this process is gone.
    stdio: ["ignore", stream, stream, "ipc"],
  });
  child.stderr?.setEncoding("utf8").on("data", passOn(program, process.stderr));
  child.stdout?.setEncoding("utf8");
  if (output === "inherit") child.stdout?.on("data", passOn(program, process.stdout));
  return child;
}

/** A program's output may contain what anyone sent it. */
function passOn({ name, logsOnly = false }: Program, to: NodeJS.WritableStream): (text: string) => void {
  if (logsOnly) return asLog(name, to === process.stderr ? "error" : "info", to);
  return (text) => to.write(printableLines(text));
}

async function becomeReady(program: Program, child: ChildProcess, signal: AbortSignal): Promise<void> {
  const { name, readyUrl, reportsReady = false, output } = program;
  const heldBack: string[] = [];
  const hold = (text: string) => heldBack.push(text);
  if (output === "later") child.stdout?.on("data", hold);
  const endedTooSoon = async () => {
    const ending = await ended(child);
    return new Error(`${heldBack.join("")}${name} stopped (${ending}) before it was ready`);
  };
  if (reportsReady) await Promise.race([once(child, "message"), once(child, "exit")]);
  if (reportsReady && hasEnded(child)) throw await endedTooSoon();
  while (readyUrl !== undefined && !signal.aborted && !(await answers(readyUrl))) {
    if (hasEnded(child)) throw await endedTooSoon();
    await delay(READY_POLL_MS);
  }
  if (output !== "later") return;
  child.stdout?.off("data", hold).on("data", passOn(program, process.stdout));
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

/** Resolves once nothing of it is left, and all its output was read. */
async function ended(child: ChildProcess): Promise<string> {
  if (!hasEnded(child)) await once(child, "exit");
  killGroup(child);
  const isUnread = [child.stdout, child.stderr].some((stream) => stream?.closed === false);
  if (isUnread) await once(child, "close");
  return child.signalCode ?? `code ${String(child.exitCode)}`;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}
