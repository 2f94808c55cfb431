/**
 * Statements that the database parses and plans once per connection. Use it for few, frequent statements: the
 * server keeps each text as long as the connection lives.
 */
import { createHash } from "node:crypto";
import { Prisma } from "@/lib/generated/prisma/client";

const MARK = "/* prepared */";

/** Marks a statement as prepared. */
export const PREPARED = Prisma.raw(MARK);

const names = new Map<string, string>();

/** The name of a prepared statement, the same in every process. Empty if it isn't prepared. */
export function statementName({ sql }: { sql: string }): string {
  if (!sql.startsWith(MARK)) return "";
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = createHash("sha256").update(sql).digest("base64url").slice(0, 22);
  names.set(sql, name);
  return name;
}
