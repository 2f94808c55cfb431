/**
 * Statements that the database parses and plans once a connection. For those that are executed all the time and of which
 * there are few: each text is kept by the server as long as the connection lives.
 */
import { createHash } from "node:crypto";
import { Prisma } from "@/lib/generated/prisma/client";

const MARK = "/* prepared */";

/** Begins a statement that is to be prepared. */
export const PREPARED = Prisma.raw(MARK);

const names = new Map<string, string>();

/** The name of a statement, the same in every process; empty for one that is not to be prepared. */
export function statementName({ sql }: { sql: string }): string {
  if (!sql.startsWith(MARK)) return "";
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = createHash("sha256").update(sql).digest("base64url").slice(0, 22);
  names.set(sql, name);
  return name;
}
