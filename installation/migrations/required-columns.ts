/** Finds migrations that would fail on tables with rows. */

const ALTER = /ALTER TABLE "(\w+)"([^;]*)/g;
const ADDED = /ADD COLUMN\s+"(\w+)"([^,;]*)/g;

/** The columns, as table.column, that the SQL adds without a value for existing rows. */
export function requiredColumns(sql: string): string[] {
  return [...sql.matchAll(ALTER)].flatMap(([, table = "", changes = ""]) =>
    [...changes.matchAll(ADDED)]
      .filter(([, , type = ""]) => type.includes("NOT NULL") && !type.includes("DEFAULT"))
      .map(([, column = ""]) => `${table}.${column}`),
  );
}
