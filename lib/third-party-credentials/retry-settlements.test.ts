import { aCredential } from "@/proof/harness/builders";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "@/lib/db";
import type { MintedCredential, RotatingSecret } from "@/lib/generated/prisma/client";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { retrySettlements } from "./retry-settlements";

const LATER = new Date(Date.now() + 3_600_000);

let harness: Harness;
let secretId: string;
let otherRootId: string;
beforeAll(async () => {
  harness = await startHarness();
  secretId = (await harness.create()).id;
  otherRootId = await harness.copyRoot();
});
afterAll(() => harness.stop());
beforeEach(() => harness.db.mintedCredential.deleteMany());

const settlement = (row: Partial<Omit<MintedCredential, "rotatingSecretId">>) => {
  const { root, projectId } = harness;
  return {
    ...aCredential({ rotatingSecretId: secretId, thirdPartyCredentialId: root.id }, { projectId }),
    nextCheckAt: LATER,
    failureCount: 1,
    ...row,
  };
};

/** Whether it is attempted now. */
async function isRedriven(row: Partial<Omit<MintedCredential, "rotatingSecretId">>): Promise<boolean> {
  const data = settlement(row);
  await harness.db.mintedCredential.create({ data });
  await retrySettlements(harness.db, harness.root.id);
  const { nextCheckAt } = await harness.db.mintedCredential.findUniqueOrThrow({ where: { id: data.id } });
  return nextCheckAt?.getTime() !== data.nextCheckAt?.getTime();
}

describe("settlements that failed are attempted immediately", () => {
  it.each(["REVOKING", "UNKNOWN"] as const)("%s", async (state) => {
    expect(await isRedriven({ state })).toBe(true);
    const { now } = (await harness.db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`)[0] ?? {};
    const [row] = await harness.db.mintedCredential.findMany();
    expect(Number(row?.nextCheckAt)).toBeLessThanOrEqual(Number(now));
  });

  it.each<[string, Parameters<typeof settlement>[0]]>([
    ["a delay that runs", { state: "EXPIRING" }],
    ["an exposed key", { state: "ACTIVE" }],
    ["what is paid", { state: "REVOKED" }],
    ["what has not failed", { failureCount: 0 }],
    ["what is due already", { nextCheckAt: new Date(1_000) }],
    ["what is not looked at again", { nextCheckAt: null }],
  ])("not %s", async (_, row) => {
    expect(await isRedriven(row)).toBe(false);
  });

  it("not another admin key's", async () => {
    expect(await isRedriven({ thirdPartyCredentialId: otherRootId })).toBe(false);
  });
});

describe("waiting mints are attempted immediately", () => {
  const isMintRedriven = async (row: Partial<Omit<RotatingSecret, "id">>) => {
    const waiting = { retryAt: LATER, pauseReason: null, deletedAt: null, ...row };
    await harness.db.rotatingSecret.update({
      where: { id: secretId },
      data: { thirdPartyCredentialId: harness.root.id, ...waiting },
    });
    await retrySettlements(harness.db, harness.root.id);
    return (await harness.secret(secretId)).retryAt?.getTime() !== waiting.retryAt?.getTime();
  };

  it("if the schedule runs", async () => {
    expect(await isMintRedriven({})).toBe(true);
  });

  it.each<[string, Partial<Omit<RotatingSecret, "id">>]>([
    ["deleted", { deletedAt: new Date() }],
    ["paused by hand", { pauseReason: "manual" }],
    ["paused by a failure", { pauseReason: "failure" }],
    ["due already", { retryAt: new Date(1_000) }],
    ["waiting for nothing", { retryAt: null }],
  ])("not one that is %s", async (_, row) => {
    expect(await isMintRedriven(row)).toBe(false);
  });

  it("not another admin key's", async () => {
    expect(await isMintRedriven({ thirdPartyCredentialId: otherRootId })).toBe(false);
  });
});

it("takes thousands in batches, each committed separately", async () => {
  const { db, root } = harness;
  await db.mintedCredential.createMany({ data: Array.from({ length: 1_201 }, () => settlement({})) });
  const bites: number[] = [];
  const counting = {
    $executeRaw: async (...input: Parameters<Db["$executeRaw"]>) => {
      const count = await db.$executeRaw(...input);
      bites.push(count);
      return count;
    },
  };
  await retrySettlements(counting as Db, root.id);
  expect(bites.slice(0, 4)).toEqual([500, 500, 201, 0]);
  expect(await db.mintedCredential.count({ where: { nextCheckAt: LATER } })).toBe(0);
});

it("leaves a row that is locked at that moment, and continues with the others", async () => {
  const { db, root } = harness;
  const [held, free] = [settlement({}), settlement({})];
  await db.mintedCredential.createMany({ data: [held, free] });
  await db.rotatingSecret.update({
    where: { id: secretId },
    data: { thirdPartyCredentialId: root.id, retryAt: LATER, pauseReason: null, deletedAt: null },
  });
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM minted_credential WHERE id = ${held.id}::uuid FOR UPDATE`;
    await tx.$queryRaw`SELECT 1 FROM rotating_secret WHERE id = ${secretId}::uuid FOR UPDATE`;
    // A statement that waited here would wait until this transaction ends.
    await retrySettlements(db, root.id);
  });
  const waiting = await db.mintedCredential.findMany({ where: { nextCheckAt: LATER } });
  expect(waiting.map(({ id }) => id)).toEqual([held.id]);
  expect((await harness.secret(secretId)).retryAt).toEqual(LATER);
});
