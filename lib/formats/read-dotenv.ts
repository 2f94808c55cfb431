import { holdsReference } from "./dotenv-reference";

/** One `KEY=value` of a .env text. `line` counts from 1 and is the line of the key. */
export type DotenvEntry = { key: string; value: string; line: number };
/** Why a text is refused: a sentence without its subject, and the line, from 1. */
export type DotenvProblem = { line: number; message: string };
/** In text order. A key may appear several times, and its last entry counts. */
export type DotenvText = { entries: DotenvEntry[]; problem: DotenvProblem | null };

/** What both npm dotenv and python-dotenv skip: their spaces, without line ends and U+FEFF. */
const BLANK = "[^\\S\\n\\u2028\\u2029\\uFEFF]";
/** A blank line or comment. `.` stops at U+2028, after which npm dotenv reads on. */
const SKIPPED = new RegExp(`^${BLANK}*(?:#.*)?$`);
const ASSIGNMENT = new RegExp(`^${BLANK}*(?:export${BLANK}+)?([\\w.-]+)${BLANK}*=${BLANK}*`);
const EXPORT_ALONE = new RegExp(`^${BLANK}*export${BLANK}+=`);
const A_BLANK = new RegExp(`^${BLANK}$`);
/** JavaScript and Python disagree about whether these are spaces. */
const DOUBTFUL_BLANK = /^[\uFEFF\x1c-\x1f\x85]|[\uFEFF\x1c-\x1f\x85]$/;

/** What python-dotenv treats as an escape in these quotes. npm dotenv knows two: \n and \r in double quotes. */
const ESCAPE = { "'": /\\[\\']/, '"': /\\[\\'"abftv]/ } as const;
type Quote = keyof typeof ESCAPE;

type Statement = { next: number } & ({ entry: DotenvEntry } | { problem: DotenvProblem });

/**
 * Reads a .env text as both npm dotenv 17 and python-dotenv do. Stops at the first line that they read
 * differently or that either skips, because a program elsewhere would get another value. A byte order mark is
 * skipped. Lines may end with LF, CR LF or CR.
 */
export function readDotenv(text: string): DotenvText {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const entries: DotenvEntry[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? "";
    if (SKIPPED.test(line)) {
      index += 1;
      continue;
    }
    const statement = readStatement(lines, index);
    if ("problem" in statement) return { entries, problem: statement.problem };
    entries.push(statement.entry);
    index = statement.next;
  }
  return { entries, problem: null };
}

/** The sentence for people. */
export function problemWords({ line, message }: DotenvProblem): string {
  return `Line ${line}${message}`;
}

function readStatement(lines: readonly string[], index: number): Statement {
  const text = lines[index] ?? "";
  const [start = "", key] = EXPORT_ALONE.test(text) ? [] : (ASSIGNMENT.exec(text) ?? []);
  const line = index + 1;
  const refused = (message: string) => ({ next: index, problem: { line, message } });
  if (key === undefined) return refused(" is not KEY=value.");
  const read = readValue(text.slice(start.length), lines, index);
  if ("message" in read) return refused(`, ${key}: ${read.message}`);
  if (holdsReference(read.value)) return refused(`, ${key}: ${differ("${…}")} Write the value out.`);
  return { next: read.next, entry: { key, value: read.value, line } };
}

type Value = { value: string; next: number } | { message: string };

function readValue(rest: string, lines: readonly string[], index: number): Value {
  const first = rest.charAt(0);
  if (first === "'" || first === '"') return readQuoted(first, rest, lines, index);
  if (first === "`") return { message: `${differ("backticks")} Use ' or ".` };
  return readPlain(rest, index);
}

function readPlain(rest: string, index: number): Value {
  const hash = rest.indexOf("#");
  if (hash === 0) return { message: `${differ("a # right after the =")} Put the value in quotes.` };
  if (hash > 0 && !A_BLANK.test(rest.charAt(hash - 1))) {
    return { message: `${differ("a # without a space before it")} Put the value in quotes.` };
  }
  const value = withoutLastBlanks(hash === -1 ? rest : rest.slice(0, hash));
  if (DOUBTFUL_BLANK.test(value) || /[\u2028\u2029]/.test(rest)) {
    return {
      message: `${differ("an invisible character at its end")} Remove it, or put the value in quotes.`,
    };
  }
  return { value, next: index + 1 };
}

/** Parsed by hand: a regular expression would start again at each space inside and take minutes for a long text. */
function withoutLastBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && A_BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function readQuoted(quote: Quote, rest: string, lines: readonly string[], index: number): Value {
  const content: string[] = [];
  for (let last = index; last < lines.length; last += 1) {
    const line = last === index ? rest.slice(1) : (lines[last] ?? "");
    const end = line.indexOf(quote);
    if (end === -1) {
      content.push(line);
      continue;
    }
    content.push(line.slice(0, end));
    const text = content.join("\n");
    const escape = ESCAPE[quote].exec(`${text}${quote}`)?.[0];
    if (escape !== undefined) return { message: `${differ(`${escape} between quotes`)} ${advice(escape)}` };
    const after = line.slice(end + 1);
    if (!SKIPPED.test(after)) return { message: "text follows the closing quote." };
    return { value: quote === '"' ? expanded(text) : text, next: last + 1 };
  }
  return { message: `the opening ${quote} has no closing one.` };
}

function expanded(text: string): string {
  return text.replaceAll("\\n", "\n").replaceAll("\\r", "\r");
}

function advice(escape: string): string {
  if (escape.endsWith("'") || escape.endsWith('"')) return "Use the other kind of quote.";
  return "Leave the quotes out, or use single quotes.";
}

function differ(over: string): string {
  return `programs differ over ${over}.`;
}
