import { execFile } from "node:child_process";
import { readFile, readlink, rm, truncate } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

/** The content of PostgreSQL's postmaster.pid. The layout is that of its src/include/utils/pidfile.h. */
export type PidFile = {
  pid: number;
  /** It accepts connections. True only of the process `pid`, because after a crash the file stays unchanged. */
  isReady: boolean;
};

const STATUS_LINE = 7;
/** A replica reports that it is a standby. */
const READY: readonly string[] = ["ready", "standby"];

const fileOf = (dir: string) => join(dir, "postmaster.pid");

export async function readPidFile(dir: string): Promise<PidFile | undefined> {
  const lines = (await readFile(fileOf(dir), "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, isReady: READY.includes(lines[STATUS_LINE]?.trim() ?? "") } : undefined;
}

/**
 * Makes the file of a dead server harmless for the next one. Call it under the folder's lock while no server
 * runs. The file itself stays, because from it PostgreSQL learns about the dead server's back ends that are
 * still working.
 */
export async function retirePidFile(dir: string): Promise<void> {
  const file = fileOf(dir);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split("\n")[0]);
  if (await isPostmaster(dir, pid)) return;
  // PostgreSQL would take the process that now has the number for a server, and refuse.
  if (isAlive(pid)) {
    await rm(file, { force: true });
    return;
  }
  // "ready" must come from the new server. Shortening a file also works on a full disk.
  const kept = text.split("\n").slice(0, STATUS_LINE);
  await truncate(file, Math.min(Buffer.byteLength(`${kept.join("\n")}\n`), Buffer.byteLength(text)));
}

/** Whether the process is the server of this folder. Its number may belong to another one since. */
export async function isPostmaster(dir: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") {
    const { stdout } = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({
      stdout: "",
    }));
    return stdout.includes(` -D ${dir} `);
  }
  // A zombie has no command line, and a back end has another name.
  const [program = "", ...args] = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split(
    "\0",
  );
  if (basename(program) !== "postgres") return false;
  // It works in its folder, whatever the folder's current name. Not every account may look.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder === undefined ? args[args.indexOf("-D") + 1] === dir : folder === dir;
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
