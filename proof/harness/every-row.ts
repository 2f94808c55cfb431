import type { Db } from "@/lib/db";

/** All that the database holds, to see that nothing has changed. */
export async function everyRow(db: Db): Promise<unknown> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`;
  const rows: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [found] = await db.$queryRawUnsafe<{ rows: unknown }[]>(
      `SELECT jsonb_agg(to_jsonb(t) - 'paced_until' ORDER BY to_jsonb(t)::text) AS rows FROM "${name}" t`,
    );
    rows[name] = found?.rows;
  }
  return rows;
}
