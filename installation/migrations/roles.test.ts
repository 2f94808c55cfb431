import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { whatIsWrong } from "@/lib/database/check";
import { connect } from "@/lib/database/connect";
import { ROOT } from "@/installation/root";
import { prepareDatabase } from "./prepare";
import { grantsFor } from "./roles";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";

const DOCUMENT = readFileSync(join(ROOT, "docs/databases.md"), "utf8");

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ as: "program" });
});
afterAll(() => database.drop());

/** Every statement that PostgreSQL may run, without its result. */
async function query(statement: string): Promise<void> {
  await database.db.$executeRawUnsafe(statement);
}

describe("the role that the program runs under", () => {
  it("is no superuser, and owns nothing", async () => {
    const [role] = await database.db.$queryRaw<unknown[]>`
      SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
             (SELECT count(*)::int FROM pg_class WHERE relowner = pg_roles.oid) AS relations,
             (SELECT count(*)::int FROM pg_proc WHERE proowner = pg_roles.oid) AS functions,
             (SELECT count(*)::int FROM pg_namespace WHERE nspowner = pg_roles.oid) AS schemas,
             (SELECT count(*)::int FROM pg_database WHERE datdba = pg_roles.oid) AS databases,
             array(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid) AS member_of
        FROM pg_roles WHERE rolname = current_user`;
    const no = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false };
    const nothing = { relations: 0, functions: 0, schemas: 0, databases: 0 };
    expect(role).toEqual({ ...no, rolbypassrls: false, ...nothing, member_of: ["pg_read_all_settings"] });
  });

  it.each([
    "UPDATE audit_entry SET actor = 'x'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "UPDATE audit_link SET digest = 'x'",
    "DELETE FROM audit_link",
    "DELETE FROM audit_chain",
    "TRUNCATE audit_chain",
    "UPDATE event SET actor = 'x'",
    "DELETE FROM event",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entry_append_only ON audit_entry",
    "SET session_replication_role = replica",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "UPDATE _prisma_migrations SET checksum = 'x'",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY event TO PROGRAM 'true'",
    "CREATE ROLE mine",
  ])("may not %s", async (statement) => {
    await expect(query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it("may read and add to the audit log", async () => {
    const organisation = await database.db.organisation.create({ data: { name: "Acme" } });
    await database.db.auditEntry.create({
      data: { organisationId: organisation.id, action: "a", actor: "b", subjectType: "c" },
    });
    expect(await database.db.auditEntry.count()).toBe(1);
  });
});

describe("the two roles of docs/databases.md", () => {
  const suffix = randomBytes(4).toString("hex");
  const [owner, program, name] = [`owner_${suffix}`, `program_${suffix}`, `roles_${suffix}`];
  const urlOf = (user: string) =>
    Object.assign(new URL(inject("adminDatabaseUrl")), {
      username: user,
      password: "x",
      pathname: `/${name}`,
    }).href;

  it("are given exactly the rights that the document names", () => {
    expect(DOCUMENT).toContain(grantsFor("phase_program", "phase").join("\n"));
  });

  it("are all that is needed: one makes everything, the other needs nothing more", async () => {
    const [, statements = ""] =
      /```sql\n(CREATE ROLE phase LOGIN[^`]*CREATE ROLE phase_program[^`]*)```/.exec(DOCUMENT) ?? [];
    const admin = await connect(inject("adminDatabaseUrl"));
    const mine = statements
      .replaceAll("phase_program", program)
      .replaceAll(/ROLE phase /g, `ROLE ${owner} `)
      .replace("DATABASE phase OWNER phase", `DATABASE ${name} OWNER ${owner}`)
      .replaceAll("'…'", "'x'");
    for (const statement of mine.trim().split("\n")) await admin.query(statement);
    await admin.end();
    expect(await whatIsWrong(urlOf(program))).toContain("may not create tables");
    await Promise.all([1, 2].map(() => prepareDatabase(urlOf(owner), urlOf(program))));
    expect(await whatIsWrong(urlOf(owner))).toBeNull();
    expect(await whatIsWrong(urlOf(program))).toBeNull();
    // A start without the owner's URL, when no migration is due.
    await prepareDatabase(urlOf(program), urlOf(program));
    const client = await connect(urlOf(program));
    await client.query("SELECT FROM pgboss.queue, audit_entry");
    await expect(client.query("DELETE FROM audit_entry")).rejects.toThrow("permission denied");
    await client.end();
  });
});
