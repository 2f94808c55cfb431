import { readYamlText } from "./yaml-text";

/** Thrown for a text that isn't in its format. The message names the line or key, never a value. */
export class UnreadableTextError extends Error {
  override readonly name = "UnreadableTextError";
}

/** The formats that only this module reads, besides `dotenv`. */
export const READ_FORMATS = ["json", "yaml", "csv"] as const;
export type ReadFormat = (typeof READ_FORMATS)[number];

type Entry = readonly [key: string, value: string];

/** Keys with their texts, in their order. As in `.env`, the last of several values for a key counts. @throws UnreadableTextError */
export function readValues(text: string, format: ReadFormat): Entry[] {
  const read = { json: readJson, yaml: readYaml, csv: readCsv }[format];
  return [...new Map(read(text.replace(/^\uFEFF/, "")))];
}

function readJson(text: string): Entry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableTextError("The text is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UnreadableTextError("The JSON must be an object whose values are strings.");
  return Object.entries(value).map(([key, item]: [string, unknown]) => {
    // A number such as 1.0 or 1e3 would become a different text.
    if (typeof item !== "string")
      throw new UnreadableTextError(`The value of ${key} must be a string in quotes.`);
    return [key, item];
  });
}

/** One map of texts, each on one line. */
function readYaml(text: string): Entry[] {
  return text.split(/\r?\n/).flatMap((line, index): Entry[] => {
    if (/^\s*(?:#.*)?$|^---\s*$|^\{\}\s*$/.test(line)) return [];
    const [, quoted, plain, rest = ""] =
      /^(?:"([\w.-]+)"|([A-Za-z_][\w.-]*)):(?:[ \t]+(.*))?$/.exec(line) ?? [];
    const key = quoted ?? plain;
    const read = readYamlText(rest.trim());
    if (key === undefined || read === null || !(read.isQuoted || isPlainText(read.value)))
      throw new UnreadableTextError(
        `Line ${index + 1} is not KEY: "value". Put the value in quotes, on one line.`,
      );
    return [[key, read.value]];
  });
}

/** Whether every reader takes an unquoted text for a text. YAML 1.1 has dozens of spellings of numbers, times and booleans. */
function isPlainText(text: string): boolean {
  return /^[A-Za-z/]/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
}

/** RFC 4180: the columns `key` and `value`, in any order and among others. */
function readCsv(text: string): Entry[] {
  const [head = [], ...rows] = csvRows(text);
  const names = head.map((name) => name.trim().toLowerCase());
  const [keyAt, valueAt] = [names.indexOf("key"), names.indexOf("value")];
  if (keyAt < 0 || valueAt < 0)
    throw new UnreadableTextError("The first line must name the columns, including key and value.");
  return rows.map((row, index): Entry => {
    if (row.length !== head.length)
      throw new UnreadableTextError(
        `Row ${index + 2} has ${row.length} columns, but the first row has ${head.length}.`,
      );
    return [row[keyAt] ?? "", row[valueAt] ?? ""];
  });
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell, with or without quotes, and the separator after it.
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length || row.length > 0) {
    const found = cell.exec(text);
    if (found === null)
      throw new UnreadableTextError(
        `Row ${rows.length + 1} has a quote inside an unquoted cell, or an unclosed quote.`,
      );
    const [, quoted, plain = "", end] = found;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}
