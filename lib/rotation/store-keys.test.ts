/** The rows by which keys are watched and accounts are compared. */
import { aCredential } from "@/proof/harness/builders";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import type { MintedCredential } from "@/lib/generated/prisma/client";
import type { Unit } from "./store";
import { type Harness, startHarness } from "@/proof/harness/harness";

let harness: Harness;
let id: string;
let rootId: string;
let otherRootId: string;

beforeAll(async () => {
  harness = await startHarness();
  rootId = harness.root.id;
  id = (await harness.create()).id;
  const { openAiOrganisation, db } = harness;
  const root = await db.thirdPartyCredential.findUniqueOrThrow({ where: { id: rootId } });
  otherRootId = uuidv7();
  await db.thirdPartyCredential.create({
    data: { ...root, id: otherRootId, name: openAiOrganisation, unclaimedAccounts: [] },
  });
});
afterAll(() => harness.stop());
beforeEach(() => harness.db.mintedCredential.deleteMany());

const inUnit = <Result>(work: (unit: Unit) => Promise<Result>) => harness.ctx.store.inUnit(work);
/** One moment for the whole suite, in whole seconds. */
const NOW = Math.floor(Date.now() / 1000);
const at = (seconds: number) => new Date((NOW + seconds) * 1000);
const rootRow = (row = rootId) => harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: row } });

async function insert(row: Partial<Omit<MintedCredential, "id">> = {}): Promise<string> {
  const credentialId = uuidv7();
  await harness.db.mintedCredential.create({
    data: aCredential(
      { rotatingSecretId: id, thirdPartyCredentialId: rootId },
      { projectId: harness.projectId, sentAt: at(0), ...row, id: credentialId },
    ),
  });
  return credentialId;
}
const idsOf = (rows: { id: string }[]) => rows.map((row) => row.id);

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

it("a look is planned, put off and given up for one admin key and project", async () => {
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
