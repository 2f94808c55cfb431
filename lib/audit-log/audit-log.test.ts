import { randomBytes, randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { recordAudit } from "./record-audit";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { Keyring } from "@/lib/crypto/keyring";
import { rewrap } from "@/lib/crypto/rewrap";
import { DomainError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { EngineCtx, EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { exportQuerySchema, auditQuerySchema } from "@/lib/api/audit";
import { exportAudit } from "./export-audit";
import { listAudit } from "./list-audit";
import { linkEntries } from "./link-entries";
import { pruneAudit } from "./prune";
import { verifyAudit } from "./verify";

const ring = (id: string) => ({ id, key: randomBytes(32) });
const k1 = ring("k1");
const keyring = new Keyring([k1]);

let database: TestDatabase;
let organisation: TestOrganisation;
let ctx: EngineCtx;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  // The test needs nothing else of the services.
  const services = { db: database.db, keyring, log } as EngineServices;
  organisation = await testOrganisation(services);
  ctx = organisation.token(["admin"]);
});

async function write(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    await recordAudit(database.db, ctx, "app.created", { id: organisation.id, name: `App ${number}` });
  }
}

const link = () => linkEntries({ db: database.db, keyring, log });

async function verdict(ringOfThen = keyring) {
  const all = await verifyAudit(database.db, ringOfThen);
  const found = all.find((one) => one.organisation.id === organisation.id);
  if (found === undefined) throw new Error("The organisation is not verified.");
  return found;
}

/** What only the owner of the tables can do. */
async function tamper(statement: string): Promise<void> {
  await database.db.$transaction([
    database.db.$executeRaw`SET LOCAL session_replication_role = replica`,
    database.db.$executeRawUnsafe(statement.replaceAll(":org", `'${organisation.id}'`)),
  ]);
}

const ENTRY = (position: number) =>
  `(SELECT entry_id FROM audit_link WHERE organisation_id = :org AND position = ${position})`;

it("links new entries once, even if others write and link at the same time", async () => {
  await Promise.all([write(5), write(5), link(), link()]);
  await link();
  await link();
  expect(await verdict()).toMatchObject({ state: { position: 10 }, waiting: 0, broken: null });
});

it.each([
  ["UPDATE organisation SET created_at = created_at - interval '1 day' WHERE id = :org"],
  ["UPDATE audit_entry SET at = at - interval '1 day' WHERE organisation_id = :org"],
])("distinguishes a chain that was begun again from the first one, and says so: %s", async (age) => {
  await write(3);
  await link();
  expect(await verdict()).toMatchObject({
    broken: null,
    isBegunLate: false,
    begunAt: expect.any(Date) as Date,
  });
  const warn = vi.spyOn(log, "warn");
  await tamper(age);
  for (const table of ["audit_link", "audit_chain", "audit_unlinked"])
    await tamper(`DELETE FROM ${table} WHERE organisation_id = :org`);
  await tamper(`INSERT INTO audit_unlinked (entry_id, organisation_id)
    SELECT id, organisation_id FROM audit_entry WHERE organisation_id = :org`);
  await link();
  expect(await verdict()).toMatchObject({ broken: null, isBegunLate: true, state: { position: 3 } });
  const words = "The audit log's chain begins later than the organisation";
  expect(warn.mock.calls).toEqual([[{ organisationId: organisation.id }, words]]);
  warn.mockRestore();
});

it.each([
  ["an edited column", 3, `UPDATE audit_entry SET subject_name = 'x' WHERE id = ${ENTRY(3)}`],
  ["an actor that was changed", 2, `UPDATE audit_entry SET actor_id = NULL WHERE id = ${ENTRY(2)}`],
  ["a time", 4, `UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = ${ENTRY(4)}`],
  ["a deleted entry", 1, `DELETE FROM audit_entry WHERE id = ${ENTRY(1)}`],
  ["a deleted link", 2, `DELETE FROM audit_link WHERE organisation_id = :org AND position = 2`],
  ["the last link cut off", 6, `DELETE FROM audit_link WHERE organisation_id = :org AND position = 6`],
  ["an end set back", 0, `UPDATE audit_chain SET position = 5 WHERE organisation_id = :org`],
  ["pretended retention", 0, `UPDATE audit_chain SET pruned_position = 2 WHERE organisation_id = :org`],
  ["a chain without its row", 0, `DELETE FROM audit_chain WHERE organisation_id = :org`],
  [
    "an entry outside of the chain",
    7,
    `INSERT INTO audit_entry (id, organisation_id, action, actor, subject_type) VALUES (gen_random_uuid(), :org, 'x', 'x', 'x')`,
  ],
  [
    "an entry that vanished before it was linked",
    7,
    `INSERT INTO audit_unlinked (entry_id, organisation_id) VALUES (gen_random_uuid(), :org)`,
  ],
])("finds %s, and names its position", async (_, position, statement) => {
  await write(6);
  await link();
  expect((await verdict()).broken).toBeNull();
  await tamper(statement);
  expect((await verdict()).broken?.position).toBe(position);
});

it("links nothing after a tampered end, and logs that", async () => {
  await write(3);
  await link();
  await tamper("UPDATE audit_chain SET position = 2 WHERE organisation_id = :org");
  await write(1);
  const error = vi.spyOn(log, "error").mockImplementation(() => {});
  await link();
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ organisationId: organisation.id }),
    "The audit log's chain is broken",
  );
  error.mockRestore();
  expect(await verdict()).toMatchObject({ waiting: 1, broken: { position: 0 } });
});

it("stays verifiable while the ring's key is replaced, and continues with the new one", async () => {
  await write(2);
  await link();
  const k2 = ring("k2");
  await rewrap(database.db, new Keyring([k2, k1]));
  const fresh = new Keyring([k2]);
  await write(1);
  await linkEntries({ db: database.db, keyring: fresh, log });
  expect(await verdict(fresh)).toMatchObject({ state: { position: 3 }, broken: null });
  expect((await verdict(keyring)).broken).toMatchObject({ position: 0 });
  await rewrap(database.db, new Keyring([k1, k2]));
});

it("removes entries older than the retention, continues across the gap, and records it", async () => {
  await write(4);
  await link();
  await tamper(`UPDATE audit_entry SET at = at - interval '40 days' WHERE id = ${ENTRY(1)}`);
  const error = vi.spyOn(log, "error").mockImplementation(() => {});
  await pruneAudit({ db: database.db, keyring, log }, 31);
  expect(error).toHaveBeenCalledWith(
    { organisationId: organisation.id, reason: "The chain is broken at position 1." },
    "The audit log wasn't pruned",
  );
  expect(await database.db.auditEntry.count({ where: { organisationId: organisation.id } })).toBe(4);
  await tamper(`UPDATE audit_entry SET at = at + interval '40 days' WHERE id = ${ENTRY(1)}`);

  organisation = await testOrganisation(ctx);
  await database.db.auditEntry.createMany({
    data: [40, 39, 35, 1].map((days) => ({
      organisationId: organisation.id,
      action: `days.${days}`,
      actor: "system:worker",
      subjectType: "app",
      at: new Date(Date.now() - days * 86_400_000),
    })),
  });
  await link();
  await pruneAudit({ db: database.db, keyring, log }, 37);
  error.mockRestore();
  await link();
  const left = await database.db.auditEntry.findMany({
    where: { organisationId: organisation.id },
    orderBy: { at: "asc" },
  });
  expect(left.map(({ action }) => action)).toEqual(["days.35", "days.1", "audit.pruned"]);
  expect(await verdict()).toMatchObject({ state: { position: 5, prunedPosition: 2 }, broken: null });
  await tamper("UPDATE audit_entry SET actor = 'x' WHERE action = 'days.35' AND organisation_id = :org");
  expect((await verdict()).broken?.position).toBe(3);
});

it("removes nothing younger than thirty days, whatever is requested", async () => {
  await write(2);
  await link();
  await expect(database.db.$queryRaw`SELECT phase_prune_audit(${organisation.id}::uuid, 2)`).rejects.toThrow(
    "younger than thirty days",
  );
  expect((await verdict()).broken).toBeNull();
});

const now = () => Promise.resolve(ctx.actor);

it("ends an export once the caller's access has ended", async () => {
  let parts = 0;
  const ends = () => {
    parts += 1;
    return parts > 1 ? Promise.reject(new DomainError("unauthenticated", "Ended.")) : now();
  };
  await write(501);
  await expect(text(await exportAudit(ctx, exportQuerySchema.parse({}), ends))).rejects.toThrow("Ended.");
  expect(parts).toBe(2);
});

it("is exported as JSON Lines, oldest first, with each entry's actor and position", async () => {
  await write(2);
  await link();
  const lines = (await text(await exportAudit(ctx, exportQuerySchema.parse({}), now))).trimEnd().split("\n");
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const actor = ctx.actor.kind === "token" ? ctx.actor.tokenId : "";
  expect(entries).toMatchObject([
    { subjectName: "App 0", actorKind: "token", actorId: actor, position: 1 },
    { subjectName: "App 1", position: 2, digest: (await verdict()).state?.digest },
    { action: "audit.exported", position: null },
  ]);
  const rest = await text(await exportAudit(ctx, exportQuerySchema.parse({ after: entries[1]?.id }), now));
  expect(rest).toContain("audit.exported");
  expect(rest).not.toContain("App 1");
});

/** The log's answer to a filter, page by page. */
async function filtered(filter: Record<string, unknown>): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(ctx, auditQuerySchema.parse({ ...filter, cursor, limit: 2 }));
    names.push(...page.entries.map(({ subjectName }) => subjectName ?? ""));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return names;
}

it("is filtered by actor, action, subject, environment and time, newest first", async () => {
  await write(5);
  const ada = await organisation.person("owner");
  const { production: environmentId } = organisation;
  const [secretId, other] = [randomUUID(), randomUUID()];
  await recordAudit(database.db, ada, "secret.created", { id: secretId, name: "API_KEY" }, { environmentId });
  await recordAudit(database.db, ada, "secret.read", { id: environmentId, name: "Production" }, { keys: 1 });
  await recordAudit(
    database.db,
    ctx,
    "secret.created",
    { id: other, name: "OTHER" },
    { environmentId: other },
  );
  expect(await filtered({})).toEqual([
    "OTHER",
    "Production",
    "API_KEY",
    ...[4, 3, 2, 1, 0].map((nth) => `App ${nth}`),
  ]);
  expect(await filtered({ actor: ada.email.toUpperCase() })).toEqual(["Production", "API_KEY"]);
  expect(await filtered({ action: "secret.created" })).toEqual(["OTHER", "API_KEY"]);
  expect(await filtered({ subject: "api_" })).toEqual(["API_KEY"]);
  expect(await filtered({ subject: secretId })).toEqual(["API_KEY"]);
  expect(await filtered({ environmentId })).toEqual(["Production", "API_KEY"]);
  expect(await filtered({ subject: "app", action: "app.created" })).toHaveLength(5);
  const now = new Date();
  expect(await filtered({ since: now.toISOString() })).toEqual([]);
  expect(await filtered({ until: now.toISOString() })).toHaveLength(8);
  expect(await filtered({ until: new Date(now.getTime() - 60_000).toISOString() })).toEqual([]);
});

it("is also exported as a table, filtered like the page", async () => {
  await write(3);
  const query = exportQuerySchema.parse({ format: "csv", action: "app.created", subject: "App 1" });
  const [heads, ...rows] = (await text(await exportAudit(ctx, query, now))).trimEnd().split("\r\n");
  expect(heads).toContain("time,action,title,actor");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain(",app.created,App created,");
});
