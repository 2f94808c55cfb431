/**
 * The program's rights if another role owns the tables. Even a compromised program can't alter a table,
 * switch off a trigger, or change or remove audit entries.
 */
import type pg from "pg";
import { identifier } from "@/lib/database/identifier";

/** Only the owner may change these. */
const APPEND_ONLY = ["audit_entry", "audit_link", "event"];

/** The statements, as in docs/databases.md for the role phase_program. */
export function grantsFor(role: string, database: string): string[] {
  const to = identifier(role);
  return [
    `GRANT CONNECT ON DATABASE ${identifier(database)} TO ${to};`,
    `GRANT USAGE ON SCHEMA public, pgboss TO ${to};`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, pgboss TO ${to};`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, pgboss TO ${to};`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public, pgboss TO ${to};`,
    `REVOKE UPDATE, DELETE ON ${APPEND_ONLY.map((table) => `public.${table}`).join(", ")} FROM ${to};`,
    // The program records how far a chain goes, but deletes none. A new one would begin after removed
    // entries.
    `REVOKE DELETE ON public.audit_chain FROM ${to};`,
    `REVOKE INSERT, UPDATE, DELETE ON public._prisma_migrations FROM ${to};`,
  ];
}

/** At each start, also grants rights on what new migrations created. All in one transaction. */
export async function grantToProgram(owner: pg.Client, role: string): Promise<void> {
  const { rows } = await owner.query<{ database: string; same: boolean }>(
    "SELECT current_database() AS database, current_user = $1 AS same",
    [role],
  );
  const [found] = rows;
  if (found === undefined || found.same) return;
  // Of two concurrent starts one waits, because PostgreSQL would refuse the second change of the same rights.
  const lock = "SELECT pg_advisory_xact_lock(7238914402316158);";
  await owner.query(["BEGIN;", lock, ...grantsFor(role, found.database), "COMMIT;"].join("\n"));
}
