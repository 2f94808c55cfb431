// Plain JavaScript: the lock needs it before anything is installed.
const FULL = "Free some space, or choose a folder on another disk (PHASE_DATA_DIR sets the data folder)";
const CLOSED = "Allow this account to write, or choose another folder (PHASE_DATA_DIR sets the data folder)";

const TROUBLES = {
  ENOSPC: ["the disk is full", FULL],
  EDQUOT: ["the disk quota is used up", FULL],
  EFBIG: ["the disk doesn't support files of this size", FULL],
  EROFS: ["the disk is read-only", CLOSED],
  EACCES: ["permission denied", CLOSED],
  EPERM: ["permission denied", CLOSED],
  EIO: [
    "the disk reports an error",
    "Check the system's log, and choose a folder on another disk (PHASE_DATA_DIR)",
  ],
};

// The same in the words of PostgreSQL's programs.
const SAID = {
  "No space left on device": "ENOSPC",
  "Disk quota exceeded": "EDQUOT",
  "Read-only file system": "EROFS",
  "Permission denied": "EACCES",
  "Input/output error": "EIO",
};

// PostgreSQL's code, and those that npm and Next repeat among other text.
const DISK_FULL = "53100";
const REPEATED = /\b(ENOSPC|EDQUOT|EROFS)\b/;

/**
 * One sentence for a failing disk, with the path and the fix. Undefined if `error` (from Node, a program's
 * output, or PostgreSQL) is of another kind. `path` is used if the error names none, such as a failed write.
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
