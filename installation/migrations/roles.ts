/**
 * The program's rights, where another role owns the tables: whatever the program is talked into, it alters no table,
 * switches no trigger off, and can neither change nor remove what the audit log holds.
 */
import type pg from "pg";
import { identifier } from "@/lib/database/identifier";

/** What nobody but the owner may change. */
const APPEND_ONLY = ["audit_entry", "audit_link", "event"];

/** The statements, as docs/databases.md has them for the role phase_program. */
export function grantsFor(role: string, database: string): string[] {
  const to = identifier(role);
  return [
    `GRANT CONNECT ON DATABASE ${identifier(database)} TO ${to};`,
    `GRANT USAGE ON SCHEMA public, pgboss TO ${to};`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, pgboss TO ${to};`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, pgboss TO ${to};`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public, pgboss TO ${to};`,
    `REVOKE UPDATE, DELETE ON ${APPEND_ONLY.map((table) => `public.${table}`).join(", ")} FROM ${to};`,
    // It writes down how far a chain goes, and ends none: a new one would begin behind what was removed.
    `REVOKE DELETE ON public.audit_chain FROM ${to};`,
    `REVOKE INSERT, UPDATE, DELETE ON public._prisma_migrations FROM ${to};`,
  ];
}

/** Gives the role what new migrations made, too: at each start. All of them in one transaction. */
export async function grantToProgram(owner: pg.Client, role: string): Promise<void> {
  const { rows } = await owner.query<{ database: string; same: boolean }>(
    "SELECT current_database() AS database, current_user = $1 AS same",
    [role],
  );
  const [found] = rows;
  if (found === undefined || found.same) return;
  // Of two starts at once one waits: PostgreSQL would refuse the second change of the same rights.
  const lock = "SELECT pg_advisory_xact_lock(7238914402316158);";
  await owner.query(["BEGIN;", lock, ...grantsFor(role, found.database), "COMMIT;"].join("\n"));
}
