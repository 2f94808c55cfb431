// Plain JavaScript: the lock needs it before anything is installed.
const FULL = "Free some space there, or choose a folder on another disk (PHASE_DATA_DIR is the data folder)";
const CLOSED = "Let this account write there, or choose another folder (PHASE_DATA_DIR is the data folder)";

const TROUBLES = {
  ENOSPC: ["the disk is full", FULL],
  EDQUOT: ["the disk quota is used up", FULL],
  EFBIG: ["the disk does not take files of this size", FULL],
  EROFS: ["the disk is read-only", CLOSED],
  EACCES: ["this account may not", CLOSED],
  EPERM: ["this account may not", CLOSED],
  EIO: [
    "the disk reports an error",
    "Look into the system's log, and choose a folder on a sound disk (PHASE_DATA_DIR)",
  ],
};

// How the programs of PostgreSQL say the same.
const SAID = {
  "No space left on device": "ENOSPC",
  "Disk quota exceeded": "EDQUOT",
  "Read-only file system": "EROFS",
  "Permission denied": "EACCES",
  "Input/output error": "EIO",
};

// PostgreSQL's code, and those that npm and Next repeat among other words.
const DISK_FULL = "53100";
const REPEATED = /\b(ENOSPC|EDQUOT|EROFS)\b/;

/**
 * One sentence for a disk that refuses, with the path and the way out; undefined when `error` (one of Node's, or what a
 * program said, or PostgreSQL's) is of another kind. `path` counts where the error itself names none: a failed write doesn't.
 */
export function diskTrouble(path, error) {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const [why, advice] = TROUBLES[code];
  const place = typeof error === "object" && typeof error.path === "string" ? error.path : path;
  return Object.assign(new Error(`Can't write ${place}: ${why} (${code}). ${advice}, and start again.`), {
    code,
  });
}

function codeOf(error) {
  if (typeof error === "string") {
    return Object.entries(SAID).find(([words]) => error.includes(words))?.[1] ?? REPEATED.exec(error)?.[1];
  }
  const code = error?.code;
  if (code === DISK_FULL) return "ENOSPC";
  return typeof code === "string" && Object.hasOwn(TROUBLES, code) ? code : undefined;
}
