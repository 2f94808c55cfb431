import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { createDb, type Db } from "@/lib/db";

export type TestDatabase = {
  url: string;
  db: Db;
  /** Disconnects `db` and removes the database. Open connections are cut. */
  drop(): Promise<void>;
};

/**
 * A migrated, empty database for one suite. Create it in beforeAll, drop it in afterAll. `as: "program"`
 * connects with the role that the program has in production, which owns nothing.
 */
export async function testDatabase({
  as = "owner",
}: { as?: "owner" | "program" } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${inject("templateDatabase")} ${inject("copying")}`);
  const url = new URL(inject(as === "owner" ? "adminDatabaseUrl" : "programDatabaseUrl"));
  url.pathname = `/${name}`;
  const db = createDb(url.href);
  return {
    url: url.href,
    db,
    async drop() {
      await db.$disconnect();
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(statement: string): Promise<void> {
  const client = await connect(inject("adminDatabaseUrl"), PATIENT);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
