import { holdsReference } from "./dotenv-reference";
import { mayNameSecret } from "./variable-name";

/** How an environment's values are written as text. The API calls `dotenv` `env`. */
export const FORMATS = ["dotenv", "json", "shell", "docker"] as const;
export type Format = (typeof FORMATS)[number];

type Values = Readonly<Record<string, string>>;

/** A value that the format has no way to write. Its message names the key, and never the value. */
export class UnwritableValueError extends Error {
  override readonly name = "UnwritableValueError";
  constructor(
    readonly key: string,
    format: Format,
    why: string,
  ) {
    super(`The format ${format} can't hold ${key}: ${why}`);
  }
}

/** What bash or dash sets itself: another value is ignored, made a number, or ends the reading of the file. */
const KEPT_BY_SHELLS = new Set(
  (
    "BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_LINENO BASH_SOURCE " +
    "BASH_SUBSHELL BASH_VERSINFO COMP_WORDBREAKS DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD LINENO " +
    "OPTIND PIPESTATUS PPID RANDOM SECONDS SHELLOPTS SHLVL SRANDOM UID _"
  ).split(" "),
);
/** The longest line that Docker reads, its end included: bufio.MaxScanTokenSize of Go. */
const LONGEST_DOCKER_LINE_BYTES = 65_536;

/** Each value as its readers want it, or why it can't be written for them. */
type Written = { text: string } | { why: string };

/**
 * The values as text, sorted by key.
 * - `dotenv`: a POSIX shell that sources it, npm dotenv, python-dotenv, Node's --env-file and systemd's EnvironmentFile all
 *   read the same values, and no shell runs any of it.
 * - `shell`: for `.` and `eval` in a POSIX shell.
 * - `docker`: for `docker run --env-file`.
 * @throws UnwritableValueError
 */
export function formatValues(values: Values, format: Format): string {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  if (format === "json") return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  const line = LINE[format];
  return entries
    .map(([key, value]) => {
      const written = unsafe(key) ?? unreadable(value) ?? line(key, value);
      if ("why" in written) throw new UnwritableValueError(key, format, written.why);
      return `${written.text}\n`;
    })
    .join("");
}

const LINE: Record<Exclude<Format, "json">, (key: string, value: string) => Written> = {
  dotenv: dotenvLine,
  shell: shellLine,
  docker: dockerLine,
};

/** What a shell would run, or what would change what it runs. */
function unsafe(key: string): Written | null {
  return mayNameSecret(key) ? null : { why: "no secret may have this name. Use json." };
}

/** What no environment and no UTF-8 text holds. */
function unreadable(value: string): Written | null {
  if (value.includes("\0")) return { why: "its value holds a NUL. Use json." };
  // The lone half of a surrogate pair, as isWellFormed finds it, which the oldest browsers that read here lack.
  if (/\p{Surrogate}/u.test(value)) return { why: "its value is not valid Unicode. Use json." };
  return null;
}

/** Nothing is ever escaped, since readers undo different escapes: a value is written in quotes that leave it as it is. */
function dotenvLine(key: string, value: string): Written {
  if (KEPT_BY_SHELLS.has(key))
    return { why: "shells keep a variable of this name for themselves. Use json or docker." };
  // systemd leaves such a value out, and files lose a CR.
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(value))
    return { why: "its value holds a control character. Use json or shell." };
  if (holdsReference(value)) {
    return { why: "python-dotenv puts another value in place of ${…}. Use json or shell." };
  }
  // zsh, unless it is quoted, puts the path of a command in place of =name.
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(value) && !/(?:^|:)=/.test(value)) return { text: `${key}=${value}` };
  // python-dotenv undoes \\ and \' between single quotes.
  if (!value.includes("'") && !/\\(?:\\|$)/.test(value)) return { text: `${key}='${value}'` };
  if (!/["$`]|\\(?:[\\'abfnrtv\n]|$)/.test(value)) return { text: `${key}="${value}"` };
  return { why: "no quotes keep its ', \" or \\ for every reader. Use json or shell." };
}

function shellLine(key: string, value: string): Written {
  if (KEPT_BY_SHELLS.has(key))
    return { why: "shells keep a variable of this name for themselves. Use json or docker." };
  return { text: `export ${key}='${value.replaceAll("'", "'\\''")}'` };
}

/** Docker takes everything after the equals sign as it is. */
function dockerLine(key: string, value: string): Written {
  if (/\n|\r$/.test(value)) return { why: "its value holds a line end. Use json or shell." };
  const text = `${key}=${value}`;
  if (new TextEncoder().encode(text).length + 1 > LONGEST_DOCKER_LINE_BYTES) {
    return { why: `its line is longer than ${LONGEST_DOCKER_LINE_BYTES} bytes. Use json or shell.` };
  }
  return { text };
}
