import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** How to run a program that refuses to run as root. */
export type Account = {
  /** Owner for the files it must own. Undefined: this process's own. */
  owner: { uid: number; gid: number } | undefined;
  command(file: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number };
};

// The account reaches its programs and its folder through folders that only root may enter. It writes only
// what it owns.
const CAPABILITY = "+dac_read_search";

/** This process's own account, or for root an unprivileged one that can still reach root's folders. */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return { owner: undefined, command: (file, args) => ({ file, args }) };
  const owner = unprivilegedOwner();
  const { uid, gid } = owner;
  const prefix = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    `--inh-caps=${CAPABILITY}`,
    `--ambient-caps=${CAPABILITY}`,
    "--",
  ];
  if (!works("setpriv", [...prefix, "true"])) {
    return { owner, command: (file, args) => ({ file, args, uid, gid }) };
  }
  return { owner, command: (file, args) => ({ file: "setpriv", args: [...prefix, file, ...args] }) };
}

/** As in /etc/passwd; its number if it isn't listed. */
export function accountName(uid: number): string {
  return accounts().find((fields) => fields[2] === String(uid))?.[0] ?? String(uid);
}

/** Lines of /etc/passwd: name, password, uid, gid and more. */
function accounts(): string[][] {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}

function unprivilegedOwner(): { uid: number; gid: number } {
  const known = accounts();
  const account = ["postgres", "nobody"]
    .map((name) => known.find((fields) => fields[0] === name))
    .find(Boolean);
  const uid = Number(account?.[2]);
  const gid = Number(account?.[3]);
  return uid > 0 && gid > 0 ? { uid, gid } : { uid: 65_534, gid: 65_534 };
}

function works(file: string, args: string[]): boolean {
  try {
    execFileSync(file, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
