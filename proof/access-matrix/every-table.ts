/** A database's content, for comparing two moments. */
import { Prisma } from "@/lib/generated/prisma/client";
import type { Db } from "@/lib/db";

/** Traces that every request may leave: who called, when and how often. */
const TRACES = ["audit_entry", "audit_unlinked", "guess", "rate_limiter_flexible"];
const SEEN = ["last_seen_at", "last_used_at", "last_used_from", "forwarded_at"];

/** A digest of each table, without the traces of requests. */
export async function everyTable(db: Db): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`;
  const found: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !TRACES.includes(table.name))) {
    const [row] = await db.$queryRaw<{ digest: string | null }[]>`
      SELECT md5(string_agg(line, ',' ORDER BY line)) AS digest
        FROM (SELECT (to_jsonb(t) - ${SEEN}::text[])::text AS line FROM ${Prisma.raw(`"${name}"`)} AS t) AS lines`;
    found[name] = row?.digest ?? "empty";
  }
  return found;
}
