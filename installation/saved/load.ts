import type pg from "pg";
import { connect } from "@/lib/database/connect";
import type { Keyring } from "@/lib/crypto/keyring";
import { PATIENT } from "@/lib/database/session";
import { applyMigrations } from "../migrations/migrate";
import { readMigrations } from "../migrations/migrations";
import { tablesInOrder } from "./save";
import { LinesDigest, readHead, readLine } from "./saved-file";

const ROWS_AT_ONCE = 500;
const CHANGED =
  "The file was changed after it was saved, or PHASE_ENCRYPTION_KEYS differs from the key ring it was saved with. Nothing was loaded.";

/**
 * Loads a file of saveDatabase into an empty database, completely or not at all, and migrates it to the
 * newest version. Resolves to the number of rows. @throws Error if the database isn't empty, or the file is
 * damaged, truncated, changed, from another key ring or from a newer version
 */
export async function loadDatabase(
  databaseUrl: string,
  keyring: Keyring,
  lines: AsyncIterable<string>,
): Promise<number> {
  const digest = new LinesDigest();
  const client = await connect(databaseUrl, PATIENT);
  try {
    const all = lines[Symbol.asyncIterator]();
    const first = await all.next();
    const { migrations: names } = readHead(first.done === true ? undefined : first.value);
    if (first.done !== true) digest.add(first.value);
    const migrations = await readMigrations();
    const unknown = names.find((name) => !migrations.some((migration) => migration.name === name));
    if (unknown !== undefined) {
      throw new Error(`A newer version of Phase saved the file (it has the migration ${unknown}).`);
    }
    await refuseRows(client);
    await applyMigrations(
      client,
      migrations.filter(({ name }) => names.includes(name)),
    );
    const isWhole = (end: string) => digest.matches(keyring, end);
    const rows = await loadRows(client, { [Symbol.asyncIterator]: () => all }, { digest, isWhole });
    await applyMigrations(client, migrations);
    return rows;
  } finally {
    await client.end();
  }
}

async function refuseRows(client: pg.Client): Promise<void> {
  for (const table of await tablesInOrder(client)) {
    const { rowCount } = await client.query(`SELECT FROM public."${table}" LIMIT 1`);
    if (rowCount !== 0) {
      throw new Error(`The database isn't empty, because its table ${table} has rows. Nothing was loaded.`);
    }
  }
}

async function loadRows(
  client: pg.Client,
  lines: AsyncIterable<string>,
  { digest, isWhole }: { digest: LinesDigest; isWhole: (end: string) => boolean },
): Promise<number> {
  await client.query("BEGIN");
  const tables = await tablesInOrder(client);
  let batch: { table: string; lines: string[] } | undefined;
  const flush = async () => {
    if (batch === undefined) return;
    await client.query(
      `INSERT INTO public."${batch.table}"
       SELECT loaded.* FROM unnest($1::text[]) AS line,
         jsonb_populate_record(NULL::public."${batch.table}", line::jsonb -> 'row') AS loaded`,
      [batch.lines],
    );
    batch = undefined;
  };
  let loaded = 0;
  let number = 1;
  for await (const line of lines) {
    number += 1;
    const read = readLine(line, number);
    if ("end" in read) {
      await flush();
      if (read.rows !== loaded) break;
      if (!isWhole(read.digest)) throw new Error(CHANGED);
      await client.query("COMMIT");
      return loaded;
    }
    digest.add(line);
    const { table } = read;
    if (!tables.includes(table))
      throw new Error(`Line ${number} of the file is damaged. Nothing was loaded.`);
    if (batch?.table !== table || batch.lines.length === ROWS_AT_ONCE) await flush();
    batch ??= { table, lines: [] };
    batch.lines.push(line);
    loaded += 1;
  }
  throw new Error("The file is truncated: its last line is missing. Nothing was loaded.");
}
