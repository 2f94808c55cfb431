import { holdsReference } from "./dotenv-reference";
import { isFormula } from "./csv";
import { mayNameSecret } from "./variable-name";
import { yamlText } from "./yaml-text";

/** Writes an environment's values as text. The API calls `dotenv` `env`. */
export const FORMATS = ["dotenv", "json", "yaml", "csv", "shell", "docker"] as const;
export type Format = (typeof FORMATS)[number];

type Values = Readonly<Record<string, string>>;

/** A value that the format can't represent. The message names the key, never the value. */
export class UnwritableValueError extends Error {
  override readonly name = "UnwritableValueError";
  constructor(
    readonly key: string,
    format: Format,
    why: string,
  ) {
    super(`The format ${format} can't represent ${key}: ${why}`);
  }
}

/**
 * Names that bash or dash set themselves: they ignore another value, turn it into a number, or stop reading
 * the file.
 */
const KEPT_BY_SHELLS = new Set(
  (
    "BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_LINENO BASH_SOURCE " +
    "BASH_SUBSHELL BASH_VERSINFO COMP_WORDBREAKS DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD LINENO " +
    "OPTIND PIPESTATUS PPID RANDOM SECONDS SHELLOPTS SHLVL SRANDOM UID _"
  ).split(" "),
);
/** The longest line that Docker reads, including its end: Go's bufio.MaxScanTokenSize. */
const LONGEST_DOCKER_LINE_BYTES = 65_536;

/** Each value in the form that its readers need, or why it can't be written for them. */
type Written = { text: string } | { why: string };

/**
 * The values as text, sorted by key.
 * - `dotenv`: a POSIX shell that sources it, npm dotenv, python-dotenv, Node's --env-file and systemd's EnvironmentFile all
 *   read the same values, and no shell runs any of it.
 * - `shell`: for `.` and `eval` in a POSIX shell.
 * - `docker`: for `docker run --env-file`.
 * - `yaml`: one map, whose values every reader takes for texts.
 * - `csv`: two columns, `key` and `value`, without anything that a spreadsheet would run.
 * @throws UnwritableValueError
 */
export function formatValues(values: Values, format: Format): string {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  if (format === "json") return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  const line = LINE[format];
  const head = format === "csv" ? "key,value\r\n" : format === "yaml" && entries.length === 0 ? "{}\n" : "";
  const lines = entries
    .map(([key, value]) => {
      const written = unsafe(key) ?? unreadable(value) ?? line(key, value);
      if ("why" in written) throw new UnwritableValueError(key, format, written.why);
      return `${written.text}\n`;
    })
    .join("");
  return head + lines;
}

const LINE: Record<Exclude<Format, "json">, (key: string, value: string) => Written> = {
  dotenv: dotenvLine,
  shell: shellLine,
  docker: dockerLine,
  yaml: yamlLine,
  csv: csvLine,
};

/** Names that a shell would run, or that would change what it runs. */
function unsafe(key: string): Written | null {
  return mayNameSecret(key) ? null : { why: "secrets may not have this name. Use json." };
}

/** Neither environments nor UTF-8 text can contain these. */
function unreadable(value: string): Written | null {
  if (value.includes("\0")) return { why: "its value holds a NUL. Use json." };
  // A lone surrogate, as isWellFormed finds it. The oldest supported browsers lack isWellFormed.
  if (/\p{Surrogate}/u.test(value)) return { why: "its value is not valid Unicode. Use json." };
  return null;
}

/** Nothing is escaped, because readers undo different escapes. A value is written in quotes that preserve it. */
function dotenvLine(key: string, value: string): Written {
  if (KEPT_BY_SHELLS.has(key)) return { why: "shells reserve this name. Use json or docker." };
  // systemd skips such a value, and files lose a CR.
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(value))
    return { why: "its value holds a control character. Use json or shell." };
  if (holdsReference(value)) {
    return { why: "python-dotenv replaces ${…} with another value. Use json or shell." };
  }
  // zsh replaces an unquoted =name with the path of a command.
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(value) && !/(?:^|:)=/.test(value)) return { text: `${key}=${value}` };
  // python-dotenv undoes \\ and \' in single quotes.
  if (!value.includes("'") && !/\\(?:\\|$)/.test(value)) return { text: `${key}='${value}'` };
  if (!/["$`]|\\(?:[\\'abfnrtv\n]|$)/.test(value)) return { text: `${key}="${value}"` };
  return { why: "no quoting preserves its ', \" or \\ for every reader. Use json or shell." };
}

function shellLine(key: string, value: string): Written {
  if (KEPT_BY_SHELLS.has(key)) return { why: "shells reserve this name. Use json or docker." };
  return { text: `export ${key}='${value.replaceAll("'", "'\\''")}'` };
}

/** Docker takes everything after the equals sign literally. */
function dockerLine(key: string, value: string): Written {
  if (/\n|\r$/.test(value)) return { why: "its value holds a line end. Use json or shell." };
  const text = `${key}=${value}`;
  if (new TextEncoder().encode(text).length + 1 > LONGEST_DOCKER_LINE_BYTES) {
    return { why: `its line is longer than ${LONGEST_DOCKER_LINE_BYTES} bytes. Use json or shell.` };
  }
  return { text };
}

function yamlLine(key: string, value: string): Written {
  // YAML 1.1 reads keys such as NO and y as booleans. The longest of these words has five letters.
  return { text: `${key.length > 5 ? key : `"${key}"`}: ${yamlText(value)}` };
}

/** RFC 4180 with every value in quotes, because some readers take unquoted ones for numbers or trim them. */
function csvLine(key: string, value: string): Written {
  // The audit log's export escapes formulas with a leading '. In a secret, that would change the value.
  if (isFormula(value))
    return { why: `spreadsheets run values that begin like a formula. Use json or yaml.` };
  // Some readers replace CR LF with LF, as in text files.
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(value))
    return { why: "its value holds a control character. Use json or yaml." };
  return { text: `${key},"${value.replaceAll('"', '""')}"\r` };
}
