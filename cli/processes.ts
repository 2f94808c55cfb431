import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export type Process = {
  pid: number;
  parent: number;
  group: number;
  /** When it began, in the system's own units. Distinguishes it from a later process with the same ID. */
  started: string;
};

/** The running processes of this machine. Empty if the system can't be asked. */
export function listProcesses(): Process[] {
  try {
    if (process.platform === "linux") return fromProc();
    return process.platform === "win32" ? [] : fromPs();
  } catch {
    return [];
  }
}

/** Linux without `ps`, which slim images lack. The fields: proc_pid_stat(5). */
function fromProc(): Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const fields = readStat(pid);
    if (fields === null || fields.state === "Z" || fields.state === "X") return [];
    const { parent, group, started } = fields;
    return [{ pid: Number(pid), parent, group, started }];
  });
}

type Stat = {
  state: string;
  parent: number;
  group: number;
  /** The controlling terminal. 0 if there is none. */
  terminal: number;
  /** The terminal's foreground group. */
  foreground: number;
  started: string;
};

/** Linux only. Null if the process no longer exists. */
export function readStat(pid: string): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The name, in brackets, may contain anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const at = (field: number) => fields[field - 3] ?? "";
  return {
    state: at(3),
    parent: Number(at(4)),
    group: Number(at(5)),
    terminal: Number(at(7)),
    foreground: Number(at(8)),
    started: at(22),
  };
}

function fromPs(): Process[] {
  const output = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat=,lstart="], { encoding: "utf8" });
  return output.split("\n").flatMap((line) => {
    const [, pid, parent, group, state = "", started = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), started }];
  });
}
