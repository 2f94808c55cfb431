/** A command's change, its event and its audit entry are written together or not at all. */
import { outputEntries } from "../store/outputs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, type Given, givenSecret } from "@/proof/harness/every-command";
import { everyRow } from "@/proof/harness/every-row";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
let given: Given;
beforeAll(async () => {
  harness = await startHarness();
  await harness.db.$executeRaw`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'The disk is full.'; END $$`;
});
afterAll(() => harness.stop());

const CHANGES = COMMANDS.filter(({ audit }) => audit !== null);

/** No row can be written there until the test is over. */
async function refuseRowsOf(table: "audit_entry" | "event"): Promise<void> {
  await harness.db.$executeRawUnsafe(
    `CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`,
  );
}
const allowRows = async () => {
  for (const table of ["audit_entry", "event"])
    await harness.db.$executeRawUnsafe(`DROP TRIGGER IF EXISTS refuse ON ${table}`);
};

const outputs = () =>
  harness.db.secret.count({
    where: { key: { in: outputEntries(given.input.outputs).map(([, key]) => key) } },
  });

describe.each(CHANGES)("$name", ({ name, audit, hasEvent, run }) => {
  beforeAll(async () => {
    given = await givenSecret(harness);
  });
  afterEach(allowRows);

  const isCreation = name === "create-rotating-secret";
  const shown = () => harness.db.rotatingSecret.count({ where: { name: given.input.name, deletedAt: null } });

  it("changes nothing if its event can't be written", async () => {
    if (!hasEvent) return;
    await refuseRowsOf("event");
    const before = await everyRow(harness.db);
    await expect(run(harness.ctx, given)).rejects.toThrow();
    await allowRows();
    if (isCreation) expect(await shown()).toBe(0);
    else expect(await everyRow(harness.db)).toEqual(before);
  });

  it("changes nothing if it can't be audited", async () => {
    await refuseRowsOf("audit_entry");
    const before = await everyRow(harness.db);
    await expect(run(harness.ctx, given)).rejects.toThrow();
    await allowRows();
    // A creation leaves an invisible row, and its account as an outstanding revocation.
    if (isCreation) expect([await shown(), await outputs()]).toEqual([0, 0]);
    else expect(await everyRow(harness.db)).toEqual(before);
  });

  it("is audited once, with actor, source and subject", async () => {
    const { db, ctx } = harness;
    const last = await db.auditEntry.findFirst({ orderBy: { id: "desc" } });
    await run(ctx, given);
    const entries = await db.auditEntry.findMany({ where: { id: { gt: last?.id ?? "" } } });
    expect(entries.map(({ action }) => action)).toEqual([audit]);
    const isOfSecret = hasEvent;
    const place = { ip: "192.0.2.1", userAgent: "test", actor: "user:ada@example.com" };
    const subjectId = isOfSecret ? given.id : given.unusedRootId;
    const made = await db.rotatingSecret.findFirst({
      where: { name: given.input.name },
      orderBy: { id: "desc" },
    });
    expect(entries[0]).toMatchObject({
      ...place,
      organisationId: ctx.actor.organisationId,
      subjectType: isOfSecret ? "rotating_secret" : "third_party_credential",
      subjectId: isCreation
        ? made?.id
        : name === "create-third-party-credential"
          ? (expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown)
          : subjectId,
      subjectName: expect.any(String) as unknown,
    });
    if (!hasEvent) return;
    const events = await db.event.findMany({
      where: { type: audit ?? "", rotatingSecretId: entries[0]?.subjectId ?? "" },
    });
    expect(events).toMatchObject([place]);
  });
});
