import type pg from "pg";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import type { Keyring } from "@/lib/crypto/keyring";
import { VERSION } from "@/lib/version";
import { type FileEnd, type FileHead, FORMAT, LinesDigest, rowsOf } from "./saved-file";

const ROWS_AT_ONCE = 500;

/**
 * Writes all of the installation's rows, in one snapshot, as lines of JSON that any supported version of PostgreSQL can
 * load. Resolves to their number. Encrypted values stay encrypted. Leaves out the job queue, whose jobs are
 * created again, and the list of entries that wait for the audit log's chain, which loading creates.
 */
export async function saveDatabase(
  databaseUrl: string,
  keyring: Keyring,
  write: (line: string) => Promise<void>,
): Promise<number> {
  const digest = new LinesDigest();
  const writeLine = async (line: string) => {
    digest.add(line);
    await write(line);
  };
  const client = await connect(databaseUrl, PATIENT);
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows: applied } = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM public._prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    const {
      rows: [moment],
    } = await client.query<{ now: Date; instanceId: string | null }>(
      `SELECT now() AS now, (SELECT instance_id FROM public.instance)::text AS "instanceId"`,
    );
    const head: FileHead = {
      format: FORMAT,
      version: VERSION,
      savedAt: moment?.now.toISOString() ?? "",
      instanceId: moment?.instanceId ?? null,
      migrations: applied.map(({ name }) => name),
    };
    await writeLine(JSON.stringify(head));
    let saved = 0;
    for (const table of await tablesInOrder(client)) {
      await client.query(`DECLARE saved CURSOR FOR SELECT to_jsonb(t)::text AS row FROM public."${table}" t`);
      for (;;) {
        const { rows } = await client.query<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM saved`);
        for (const { row } of rows) await writeLine(rowsOf(table, row));
        saved += rows.length;
        if (rows.length < ROWS_AT_ONCE) break;
      }
      await client.query("CLOSE saved");
    }
    const end: FileEnd = { end: true, rows: saved, digest: digest.keyed(keyring) };
    await write(JSON.stringify(end));
    return saved;
  } finally {
    await client.end();
  }
}

/** Phase's tables with rows, each after those that it refers to. */
export async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; targets: string[] }>(`
    SELECT relname AS table, array(
        SELECT target.relname::text FROM pg_constraint JOIN pg_class target ON target.oid = confrelid
         WHERE conrelid = pg_class.oid AND contype = 'f' AND confrelid <> conrelid) AS targets
      FROM pg_class
     WHERE relnamespace = to_regnamespace('public') AND relkind = 'r' AND relname NOT IN ('_prisma_migrations', 'audit_unlinked')
     ORDER BY relname`);
  const ordered: string[] = [];
  while (ordered.length < rows.length) {
    const next = rows.find(
      ({ table, targets }) => !ordered.includes(table) && targets.every((target) => ordered.includes(target)),
    );
    if (next === undefined) throw new Error("The tables refer to each other in a circle.");
    ordered.push(next.table);
  }
  return ordered;
}
