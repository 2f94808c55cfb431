// Plain JavaScript: run.mjs needs it before anything is installed.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskTrouble } from "./disk.mjs";

const POLL_MS = 50;
// A folder without its owner file for this long: its creator died between the two steps.
const HALF_MADE_MS = 5_000;

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Identifies a process even if its number is reused: `pid-starttime` if /proc has it, otherwise `pid-0`. */
export function processName(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid}-${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return `${pid}-0`;
  }
}

/** Records where a file in `folder` was written, to distinguish it from a copy. */
export function placeOf(folder) {
  const { dev, ino } = statSync(folder, { bigint: true });
  return JSON.stringify({ folder, file: `${dev}-${ino}` });
}

/** Whether `place` (from placeOf) is `folder`, under its name or moved. An empty one counts as the folder. */
export function isPlace(place, folder) {
  try {
    const [was, is] = [JSON.parse(place), JSON.parse(placeOf(folder))];
    return was.folder === is.folder || was.file === is.file;
  } catch {
    return true;
  }
}

/** Whether the process named `name` (from processName) is still running. */
export function isProcessAlive(name) {
  const pid = Number(name.split("-")[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return processName(pid) === name;
}

/**
 * Runs `work` while holding the folder `path` as a lock between processes. Takes over a dead holder's lock.
 * Calls `onWait` once if another process holds it. Throws a readable error if the disk can't hold a lock.
 */
export async function withLock(path, work, { onWait = () => {} } = {}) {
  let waited = false;
  while (!tryLock(path)) {
    if (!waited) onWait();
    waited = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function tryLock(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== "EEXIST") throw diskTrouble(path, error) ?? error;
    breakIfStale(path);
    return false;
  }
  const owner = join(path, "owner");
  try {
    writeFileSync(owner, processName(process.pid));
  } catch (error) {
    rmSync(path, { recursive: true, force: true });
    throw diskTrouble(owner, error) ?? error;
  }
  return true;
}

function breakIfStale(path) {
  const owner = readOwner(path);
  if (!isStale(path, owner)) return;
  // The process that wins the rename breaks the lock. A lock taken again in between is put back.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readOwner(aside) !== owner) renameSync(aside, path);
  } catch {
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}

function isStale(path, owner) {
  if (owner !== undefined && owner !== "") return !isProcessAlive(owner);
  try {
    return Date.now() - statSync(path).mtimeMs > HALF_MADE_MS;
  } catch {
    return false;
  }
}

function readOwner(path) {
  try {
    return readFileSync(join(path, "owner"), "utf8");
  } catch {
    return undefined;
  }
}
