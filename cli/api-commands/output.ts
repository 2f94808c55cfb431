import { printableJson } from "@/lib/formats/printable";
import { CliError, EXIT } from "../exit";
import { type Io, print } from "../io";
import { table } from "../table";
import { writeValues } from "../write-values";
import { cell } from "./cell";
import type { Column, Item } from "./command";

export const OUTPUT_FORMATS = ["table", "json", "yaml", "env"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** A list with its columns. */
export function printList(
  io: Io,
  format: OutputFormat,
  { member, items, columns }: { member: string; items: readonly Item[]; columns: readonly Column[] },
): void {
  if (format === "table") {
    print(io, table([columns.map(([title]) => title), ...items.map((item) => cellsOf(item, columns))]));
    return;
  }
  if (format === "env")
    throw new CliError("Lists can't be printed as variables. Use -o json, or get a single item.", EXIT.usage);
  printData(io, format, { [member]: items });
}

/** One item: its columns in a line, or else every field on its own line. */
export function printItem(
  io: Io,
  format: OutputFormat,
  { item, rows, columns }: { item: Item; rows: readonly Item[]; columns: readonly Column[] | undefined },
): void {
  if (format !== "table") printData(io, format, item);
  else if (columns === undefined)
    print(
      io,
      table([["FIELD", "VALUE"], ...Object.entries(item).map(([name, value]) => [name, cell(value)])]),
    );
  else print(io, table([columns.map(([title]) => title), ...rows.map((row) => cellsOf(row, columns))]));
}

function printData(io: Io, format: Exclude<OutputFormat, "table">, value: Item): void {
  if (format === "json") print(io, printableJson(value, 2));
  else if (format === "yaml") print(io, yaml(value).join("\n"));
  else print(io, writeValues(variables(value), "dotenv").trimEnd());
}

function cellsOf(item: Item, columns: readonly Column[]): string[] {
  return columns.map(([, value]) => cell(typeof value === "string" ? at(item, value) : value(item)));
}

/** The value at a path of names. */
export function at(item: Item, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (isItem(value) ? value[name] : undefined), item);
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `rotationIntervalSeconds` as ROTATION_INTERVAL_SECONDS. Anything but a single value becomes JSON. */
function variables(item: Item): Record<string, string> {
  const named = Object.entries(item).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    isItem(value) || Array.isArray(value) ? printableJson(value) : cell(value),
  ]);
  return Object.fromEntries(named) as Record<string, string>;
}

/** Block style with every text in quotes, so that no reader takes it for a number, time or boolean. */
function yaml(value: Item | readonly unknown[]): string[] {
  const indented = (lines: string[]) => lines.map((line) => `  ${line}`);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const [first = "", ...rest] = isNested(item) ? yaml(item) : [printableJson(item)];
      return [`- ${first}`, ...indented(rest)];
    });
  }
  return Object.entries(value as Item).flatMap(([name, item]) => {
    const key = /^[A-Za-z]\w*$/.test(name) ? name : printableJson(name);
    if (isNested(item)) return [`${key}:`, ...indented(yaml(item))];
    return item === undefined ? [] : [`${key}: ${printableJson(item)}`];
  });
}

/** Empty ones are written as JSON, which YAML also reads. */
function isNested(value: unknown): value is Item | unknown[] {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
