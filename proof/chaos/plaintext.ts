/** I4: no provider key appears unencrypted where a database keeps its rows and log, or in the workers' output. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type pg from "pg";

/** How the simulator's keys begin. */
const BEGINNINGS = ["sk-svcacct-", "sk-admin-"];
const TAIL = "[A-Za-z0-9_-]{16}";
/** What a pattern may take on either side of its mark. */
const AROUND = 32;

/**
 * The start of a key literally and in the ways a program might write it by mistake, together with some of its
 * secret.
 */
const MARKS = BEGINNINGS.flatMap((beginning) => {
  const reversed = Array.from(beginning).reverse().join("");
  const hex = Buffer.from(beginning).toString("hex");
  return [
    { mark: beginning, key: new RegExp(`${beginning}${TAIL}`) },
    { mark: reversed, key: new RegExp(`${TAIL}${reversed}`) },
    { mark: hex, key: new RegExp(`${hex}[0-9a-f]{32}`) },
    ...base64Middles(beginning).map((middle) => ({
      mark: middle,
      key: new RegExp(`${middle.replaceAll("+", "\\+")}[A-Za-z0-9+/]{16}`),
    })),
  ];
});

/** The base64 of a text at any place: the part that doesn't depend on its neighbours, for each offset. */
function base64Middles(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.from("\0".repeat(offset) + text).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + text.length) * 8) / 6);
    return whole.slice(first, last);
  });
}

/** The files below `folder` that hold a key, each with the first one's beginning. `except` are paths below it. */
export async function keysInTheClear(folder: string, except: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if (except.includes(relative(folder, path))) continue;
    const key = keyIn(await readFile(path).catch(() => Buffer.alloc(0)));
    if (key !== undefined) found.push(`${relative(folder, path)}: ${key.slice(0, 20)}…`);
  }
  return found;
}

/**
 * The tables of a database, pg-boss's too, that hold a key in a row, each with the first one's beginning. What the server
 * has compressed in its files is read here.
 */
export async function tablesInTheClear(client: pg.Client): Promise<{ found: string[]; rows: number }> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  let rows = 0;
  for (const { name } of tables) {
    const { rows: texts } = await client.query<{ row: string }>(
      `SELECT row_to_json(one)::text AS row FROM ${name} one`,
    );
    rows += texts.length;
    const key = keyIn(Buffer.from(texts.map(({ row }) => row).join("\n")));
    if (key !== undefined) found.push(`${name}: ${key.slice(0, 20)}…`);
  }
  return { found, rows };
}

/** Looks for the marks first: over the text that a cluster leaves, patterns alone take thirty times as long. */
export function keyIn(bytes: Buffer): string | undefined {
  for (const { mark, key } of MARKS) {
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
      // Latin 1 keeps every byte as a character of its own.
      const around = bytes.toString("latin1", Math.max(0, at - AROUND), at + mark.length + AROUND);
      const match = key.exec(around);
      if (match !== null) return match[0];
    }
  }
  return undefined;
}
