import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { Prisma } from "@/lib/generated/prisma/client";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { takeInventory } from "../rotation/engine/inventory";
import { pruneHistory } from "./prune-history";

let harness: Harness;
let id: string;
beforeAll(async () => {
  harness = await startHarness();
  await harness.db.$executeRaw`INSERT INTO instance (instance_id, canary) VALUES (gen_random_uuid(), '')`;
});
afterAll(() => harness.stop());
beforeEach(async () => {
  // Removes what an earlier test left, so that nothing processes it.
  await harness.db.mintedCredential.deleteMany();
  await harness.db.rotatingSecret.updateMany({ data: { deletedAt: new Date() } });
  ({ id } = await harness.create());
  await countedTo(Prisma.sql`now()`);
});
afterEach(() => vi.restoreAllMocks());

const countedTo = (time: Prisma.Sql) =>
  harness.db.$executeRaw`UPDATE instance SET rotations_counted_to = ${time}`;
const prune = (options: Parameters<typeof pruneHistory>[2] = {}, days = 30) =>
  pruneHistory(harness.ctx, days, options);
const idAt = (days: number) =>
  Prisma.sql`(left(phase_first_id_at(now() - make_interval(days => ${days}::int))::text, 24) || substr(gen_random_uuid()::text, 25))::uuid`;

/** A copy of the secret's current credential that is `days` old. Returns its ID. */
async function oldCredential(days: number, changes: Record<string, unknown> = {}): Promise<string> {
  const patch = {
    state: "REVOKED",
    next_check_at: null,
    revoke_at: null,
    service_account_id: null,
    ...changes,
  };
  const [row] = await harness.db.$queryRaw<{ id: string }[]>`
    INSERT INTO minted_credential
    SELECT (jsonb_populate_record(minted, jsonb_build_object(
             'id', ${idAt(days)}, 'service_account_name', gen_random_uuid(),
             'sent_at', now() - make_interval(days => ${days}::int),
             'revoked_at', now() - make_interval(days => ${days}::int)) || ${JSON.stringify(patch)}::jsonb)).*
      FROM minted_credential AS minted WHERE rotating_secret_id = ${id}::uuid AND state = 'ACTIVE'
    RETURNING id`;
  return row?.id ?? "";
}

async function oldEvent(days: number): Promise<string> {
  const [row] = await harness.db.$queryRaw<{ id: string }[]>`
    INSERT INTO event (id, rotating_secret_id, at, type, actor)
    VALUES (${idAt(days)}, ${id}::uuid, now() - make_interval(days => ${days}::int), 'rotating_secret.rotated', 'worker')
    RETURNING id`;
  return row?.id ?? "";
}

const credentialIds = async () => (await harness.credentials(id)).map((row) => row.id);
const eventIds = async () =>
  (await harness.db.event.findMany({ where: { rotatingSecretId: id } })).map((event) => event.id);

it("removes events and past credentials that are older than the limit, and reports how many", async () => {
  const before = { credentials: await credentialIds(), events: await eventIds() };
  const young = { credential: await oldCredential(29), event: await oldEvent(29) };
  for (const days of [31, 400]) {
    await oldEvent(days);
    for (const state of ["REVOKED", "FAILED", "DISCARDED"]) await oldCredential(days, { state });
  }
  const said = vi.spyOn(harness.ctx.log, "info");
  await prune({ rowsAtOnce: 2 });
  expect((await credentialIds()).toSorted()).toEqual([...before.credentials, young.credential].toSorted());
  expect((await eventIds()).toSorted()).toEqual([...before.events, young.event].toSorted());
  expect(said).toHaveBeenCalledExactlyOnceWith(
    { events: 2, credentials: 6, rotatingSecrets: 0, adminKeys: 0, days: 30 },
    "History removed",
  );
  said.mockClear();
  await prune();
  expect(said).not.toHaveBeenCalled();
});

const DAY_AGO = new Date(Date.now() - 86_400_000).toISOString();
it.each([
  ["is current", { state: "ACTIVE" }],
  ["waits for its revocation", { state: "EXPIRING" }],
  ["has an unknown outcome", { state: "UNKNOWN" }],
  ["is looked at again", { state: "FAILED", next_check_at: DAY_AGO }],
  ["was revoked lately", { state: "REVOKED", revoked_at: DAY_AGO }],
  ["failed lately", { state: "FAILED", revoked_at: null, last_failure_at: DAY_AGO }],
  ["was forgotten with its account", { state: "DISCARDED", service_account_id: "svc_1" }],
])("keeps an old credential that %s", async (_what, changes) => {
  const old = await oldCredential(60, { ...changes, state: "EXPIRING" });
  await harness.db.mintedCredential.deleteMany({ where: { rotatingSecretId: id, state: "ACTIVE" } });
  await harness.db.$executeRaw`
    UPDATE minted_credential SET state = ${changes.state}::credential_state WHERE id = ${old}::uuid`;
  await prune();
  expect(await credentialIds()).toEqual([old]);
});

it("keeps a credential whose rotation the overview hasn't counted", async () => {
  const old = await oldCredential(60);
  await countedTo(Prisma.sql`now() - interval '61 days'`);
  await prune();
  expect(await credentialIds()).toContain(old);
  await countedTo(Prisma.sql`NULL`);
  await prune();
  expect(await credentialIds()).toContain(old);
});

it("keeps the request for a rotation that isn't complete", async () => {
  const [asked, other] = [await oldEvent(60), await oldEvent(60)];
  await harness.db.rotatingSecret.update({ where: { id }, data: { rotationId: asked } });
  await prune();
  const kept = await eventIds();
  expect(kept).toContain(asked);
  expect(kept).not.toContain(other);
});

it("removes a deleted rotating secret and its admin key once nothing refers to them", async () => {
  const rootId = await harness.copyRoot();
  await harness.db.$executeRaw`
    INSERT INTO rotating_secret SELECT (jsonb_populate_record(secret, jsonb_build_object(
      'id', ${idAt(90)}, 'name', 'Gone', 'third_party_credential_id', ${rootId}::uuid,
      'deleted_at', now() - interval '60 days'))).* FROM rotating_secret AS secret WHERE id = ${id}::uuid`;
  await harness.db
    .$executeRaw`UPDATE third_party_credential SET deleted_at = now() - interval '60 days' WHERE id = ${rootId}::uuid`;
  const gone = await harness.db.rotatingSecret.findFirstOrThrow({ where: { name: "Gone" } });
  const minted = await oldCredential(60, { rotating_secret_id: gone.id, state: "EXPIRING" });
  await prune();
  expect(await harness.db.rotatingSecret.count({ where: { id: gone.id } })).toBe(1);
  await harness.db.mintedCredential.update({ where: { id: minted }, data: { state: "REVOKED" } });
  await prune();
  expect(await harness.db.rotatingSecret.count({ where: { id: gone.id } })).toBe(0);
  // The copy of the admin key was deleted before the limit, but its ID is younger than the limit, so it stays.
  expect(await harness.db.thirdPartyCredential.count({ where: { id: rootId } })).toBe(1);
});

it("removes nothing once it is asked to stop, and never anything younger than thirty days", async () => {
  const old = await oldEvent(60);
  await prune({ stopping: AbortSignal.abort() });
  expect(await eventIds()).toContain(old);
  await expect(prune({}, 29)).rejects.toThrow("events are kept for thirty days");
  await expect(harness.db.$executeRaw`DELETE FROM event WHERE id = ${old}::uuid`).rejects.toThrow(
    "append-only",
  );
});

it("rotation continues without a history, and accounts at OpenAI stay in order", async () => {
  for (const state of ["REVOKED", "FAILED"]) await oldCredential(60, { state });
  await prune();
  const before = harness.simulator.state.serviceAccounts(harness.projectId).length;
  const { thirdPartyCredentialId } = await harness.db.rotatingSecret.findUniqueOrThrow({ where: { id } });
  await takeInventory(harness.ctx, thirdPartyCredentialId);
  expect(harness.simulator.state.serviceAccounts(harness.projectId)).toHaveLength(before);
  await harness.elapse(id, 30 * 86_400);
  await harness.work();
  expect((await harness.credentials(id)).filter(({ state }) => state === "ACTIVE")).toHaveLength(1);
});
