import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import type { Cluster } from "./cluster";
import { isPostmaster, readPidFile, retirePidFile } from "./pid-file";
import { bundledPrograms, cannotRun, programEnvironment } from "./postgres-programs";
import { trimLog } from "./trim-log";
import { databaseAccount } from "./unprivileged";

// After a crash it first reads its log again and syncs its folder, which takes minutes on a slow disk.
const READY_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 30_000;
const QUIT_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

// Errors that pass: a port that was taken since the check, back ends of a killed server that are ending.
const PASSING = /Address already in use|shared memory block .* is still in use/;

/** The server refused to start. `isPassing`: another attempt may succeed. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly isPassing: boolean,
  ) {
    super(message);
    this.name = "StartError";
  }
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/**
 * Starts the server and resolves once it accepts connections. It outlives this process. Call it under the
 * folder's lock. @throws StartError; nothing of the server is left then
 */
export async function launchPostmaster(
  { dir, logFile, programs }: Cluster,
  settings: Record<string, string>,
): Promise<void> {
  const { postgres } = programs ?? (await bundledPrograms());
  await retirePidFile(dir);
  await trimLog(logFile);
  const log = await open(logFile, "a", 0o600);
  const start = (await log.stat()).size;
  try {
    const { file, args, ...ids } = databaseAccount().command(postgres, ["-D", dir, ...flags(settings)]);
    const child = spawn(file, args, {
      cwd: "/",
      env: programEnvironment(),
      // A separate group, because Ctrl-C on the terminal must not reach it before web and worker have ended.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...ids,
    });
    const failure = await untilReady(dir, child);
    if (failure !== undefined) {
      const said = (await readFile(logFile, "utf8")).slice(start).trim();
      throw new StartError(
        cannotRun(dir, [failure, said].filter(Boolean).join("\n")).message,
        PASSING.test(said),
      );
    }
    child.unref();
  } finally {
    await log.close();
  }
}

/** Process ID of the server that runs on this cluster, once it accepts connections. */
export async function runningPostmaster(cluster: Cluster): Promise<number | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const found = await runningServer(cluster);
    if (found === undefined) return undefined;
    if (found.isReady) return found.pid;
    await sleep(POLL_MS);
  }
  throw new StartError(`${notReady()}; see ${cluster.logFile}`, false);
}

/** Whether a server runs on this cluster, ready or not. */
export async function hasPostmaster(cluster: Cluster): Promise<boolean> {
  return (await runningServer(cluster)) !== undefined;
}

/** Shuts the server down cleanly (cutting open connections), or else harder, and waits until it is gone. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const pid = (await runningServer(cluster))?.pid;
  if (pid === undefined) return;
  const isGone = async (withinMs: number) => {
    const deadline = Date.now() + withinMs;
    while (await isPostmaster(cluster.dir, pid)) {
      if (Date.now() > deadline) return false;
      await sleep(POLL_MS);
    }
    return true;
  };
  signal(pid, "SIGINT");
  if (await isGone(STOP_TIMEOUT_MS)) return;
  signal(pid, "SIGQUIT");
  if (await isGone(QUIT_TIMEOUT_MS)) return;
  signal(pid, "SIGKILL");
  await isGone(QUIT_TIMEOUT_MS);
}

async function runningServer({ dir }: Cluster) {
  const found = await readPidFile(dir);
  return found !== undefined && (await isPostmaster(dir, found.pid)) ? found : undefined;
}

/** Undefined once this very process reports ready, otherwise what went wrong. It is gone then. */
async function untilReady(dir: string, child: ChildProcess): Promise<string | undefined> {
  const ended = once(child, "exit").then(
    ([code, killedBy]: (string | number | null)[]) => `PostgreSQL ended with ${killedBy ?? String(code)}`,
    (error: unknown) => String(error),
  );
  let hasEnded = false;
  const isOver = () => hasEnded;
  void ended.then(() => (hasEnded = true));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!isOver()) {
    const found = await readPidFile(dir);
    if (found?.pid === child.pid && found?.isReady === true) return undefined;
    if (Date.now() > deadline) {
      child.kill("SIGKILL");
      await ended;
      return notReady();
    }
    await sleep(POLL_MS);
  }
  return await ended;
}

const notReady = () => `PostgreSQL was not ready within ${READY_TIMEOUT_MS / 1000} seconds`;

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}

function flags(settings: Record<string, string>): string[] {
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    log_min_messages: "warning",
    log_min_error_statement: "panic",
    timezone: "UTC",
    log_timezone: "UTC",
    // Containers have a small /dev/shm or none. The server needs a segment of this kind anyway.
    ...(process.platform === "linux" ? { dynamic_shared_memory_type: "sysv" } : {}),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
