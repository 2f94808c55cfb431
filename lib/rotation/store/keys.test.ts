/** The rows for checking keys and comparing accounts. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import type { ChangeListener } from "./change-listener";
import { createStore } from "./create-store";
import { ensureInstance } from "@/lib/instance/instance";
import type { WakeUp } from "@/lib/queue/queue";
import { at, idsOf, startStoreRows, type StoreRows } from "@/proof/harness/store-rows";

let harness: StoreRows["harness"];
let id: StoreRows["id"];
let rootId: StoreRows["rootId"];
let otherRootId: StoreRows["otherRootId"];
let inUnit: StoreRows["inUnit"];
let insert: StoreRows["insert"];
let rootRow: StoreRows["rootRow"];
beforeAll(async () => {
  ({ harness, id, rootId, otherRootId, inUnit, insert, rootRow } = await startStoreRows());
});
afterAll(() => harness.stop());
beforeEach(() => harness.db.mintedCredential.deleteMany());

it("an inventory is planned only from the time that was read", async () => {
  const due = at(10);
  await harness.db.thirdPartyCredential.updateMany({ data: { inventoryDueAt: due } });
  const plan = (from: Date, to: Date) => inUnit((unit) => unit.planInventory(rootId, from, to));
  expect(await plan(at(-10), at(90))).toBe(false);
  expect((await rootRow()).inventoryDueAt).toEqual(due);
  expect(await plan(due, at(90))).toBe(true);
  expect((await rootRow()).inventoryDueAt).toEqual(at(90));
  expect((await rootRow(otherRootId)).inventoryDueAt).toEqual(due);
});

it("keys in use are those of one admin key and project, without their values", async () => {
  const [active, expiring] = [
    await insert({ state: "ACTIVE", envelope: "sealed" }),
    await insert({ state: "EXPIRING" }),
  ];
  await insert({ state: "MINTED" });
  await insert({ state: "REVOKING" });
  await insert({ state: "EXPIRING", projectId: "proj_other" });
  await insert({ state: "EXPIRING", thirdPartyCredentialId: otherRootId });
  const keys = await inUnit((unit) => unit.keysInUse(rootId, harness.projectId));
  expect(idsOf(keys)).toEqual([active, expiring]);
  for (const key of keys) expect(key).not.toHaveProperty("envelope");
});

it("a check is planned, postponed and given up for one admin key and project", async () => {
  const { db, projectId } = harness;
  const [mine, other, elsewhere] = [
    { thirdPartyCredentialId: rootId, projectId },
    { thirdPartyCredentialId: rootId, projectId: "proj_other" },
    { thirdPartyCredentialId: otherRootId, projectId },
  ];
  await db.keyWatch.deleteMany();
  for (const data of [mine, other, elsewhere]) await db.keyWatch.create({ data: { ...data, dueAt: at(10) } });
  const dueAts = async () =>
    await Promise.all(
      [mine, other, elsewhere].map(
        async (row) => (await db.keyWatch.findFirst({ where: row }))?.dueAt ?? null,
      ),
    );
  await inUnit((unit) => unit.planLook(rootId, projectId, at(99)));
  expect(await dueAts()).toEqual([at(99), at(10), at(10)]);
  await inUnit((unit) => unit.putOffLooks(rootId, at(50)));
  expect(await dueAts()).toEqual([at(99), at(50), at(10)]);
  await inUnit((unit) => unit.planLook(rootId, projectId, null));
  expect(await dueAts()).toEqual([null, at(50), at(10)]);
});

it("credentials come in the order of their ids, whenever their rows were written", async () => {
  const ids = [uuidv7(), uuidv7(), uuidv7()].toSorted();
  for (const each of ids.toReversed()) await insert({ id: each, state: "EXPIRING", serviceAccountId: "sa" });
  const found = await inUnit(async (unit) => [
    await unit.keysInUse(rootId, harness.projectId),
    await unit.credentialsOfAccount({ id: "sa", name: "none" }),
    await unit.credentialsIn(id, ["EXPIRING"]),
  ]);
  expect(found.map(idsOf)).toEqual([ids, ids, ids]);
});

it("settlements of one secret become due immediately, also those in quarantine", async () => {
  const waiting = { nextCheckAt: at(90), revokeAt: at(90) };
  const revoking = await insert({ ...waiting, state: "REVOKING" });
  const unknown = await insert({ ...waiting, state: "UNKNOWN" });
  const expiring = await insert({ ...waiting, state: "EXPIRING" });
  const others = await harness.create();
  const elsewhere = await insert({ ...waiting, state: "REVOKING", rotatingSecretId: others.id });
  const rowOf = (each: string) => harness.db.mintedCredential.findUniqueOrThrow({ where: { id: each } });
  const first = await inUnit(async (unit) => ({
    now: unit.now,
    ids: await unit.hurrySettlements(id, ["REVOKING"]),
  }));
  expect(first.ids).toEqual([revoking]);
  expect(await rowOf(revoking)).toMatchObject({ nextCheckAt: first.now, revokeAt: at(90) });
  expect(await rowOf(unknown)).toMatchObject(waiting);
  const both = await inUnit((unit) => unit.hurrySettlements(id, ["REVOKING", "UNKNOWN"]));
  expect(both.toSorted()).toEqual([revoking, unknown].toSorted());
  expect((await rowOf(unknown)).revokeAt).toBeNull();
  for (const each of [expiring, elsewhere]) expect(await rowOf(each)).toMatchObject(waiting);
});

it("what the database lost is recorded where it was detected", async () => {
  const { db, ctx } = harness;
  const lostAt = () => inUnit((unit) => unit.historyLostAt());
  expect(await lostAt()).toBeNull();
  await ensureInstance(db, ctx.keyring);
  expect(await lostAt()).toBeNull();
  await db.instance.updateMany({ data: { historyLostAt: at(5) } });
  expect(await lostAt()).toEqual(at(5));
});

it("a unit reports its changes to its listener, and wakes the given rows", async () => {
  const credentialId = await insert({ state: "EXPIRING" });
  const told: unknown[][] = [];
  const queue = {
    ...WAKES_NOBODY,
    wake: async (rows: readonly WakeUp[]) => void told.push(["wake", ...rows]),
  };
  const listen = (): ChangeListener => ({
    event: async ({ type, rotatingSecretId, detail }) => void told.push([type, rotatingSecretId, detail]),
    secretLocked: (row) => void told.push(["locked", row]),
    secretChanged: (patch) => void told.push(["secret", patch]),
    credentialChanged: async (row, from, patch) => void told.push(["credential", row, from, patch]),
    close: async () => void told.push(["close"]),
  });
  const detail = { owed: 1 };
  await createStore(harness.db, queue, { ...notificationWriter, listen }).inUnit(async (unit) => {
    await unit.lockSecret(id);
    await unit.updateSecret(id, { description: "Changed" });
    await unit.updateCredential(credentialId, "REVOKING", { checks: 1 });
    await unit.updateCredential(credentialId, "EXPIRING", { checks: 2 });
    await unit.recordEvent({ rotatingSecretId: id, type: "rotating_secret.deleted", actor: "test", detail });
    await unit.wakeMint(id, at(1));
    await unit.wakeSettle(credentialId, at(2));
  });
  expect(told).toEqual([
    ["locked", id],
    ["secret", { description: "Changed" }],
    ["credential", credentialId, "EXPIRING", { checks: 2 }],
    ["rotating_secret.deleted", id, detail],
    ["close"],
    ["wake", { rotatingSecretId: id, at: at(1) }, { credentialId, at: at(2) }],
  ]);
});
