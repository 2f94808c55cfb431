import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewCredential } from "../store/new-rows";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { sharesOf } from "@/proof/harness/shares";
import { claimDueInventories, takeInventory } from "./inventory";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());
beforeEach(() => harness.simulator.state.clearFaults());

const DAY = 86_400;
const take = () => takeInventory(harness.ctx, harness.root.id);
const addAccount = (name: string) =>
  harness.simulator.state.createServiceAccount(harness.projectId, { name });
const rootRow = () => harness.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: harness.root.id } });

/** The rotating secret in a backup from before its newest rotation. */
async function restoreFromBefore(id: string, change: () => Promise<void>): Promise<void> {
  const { db } = harness;
  const [secret, credentials] = [await harness.secret(id), await harness.credentials(id)];
  await change();
  await db.mintedCredential.deleteMany({ where: { rotatingSecretId: id } });
  await db.mintedCredential.createMany({ data: credentials });
  await db.rotatingSecret.update({ where: { id }, data: secret });
}

async function rotate(id: string): Promise<void> {
  await harness.elapse(id, 3_600);
  await harness.work();
}

describe("after a restore from a backup", () => {
  it("the newest account is taken over, a rotation comes first, and its key lives out the quarantine", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 30 * DAY, revocationDelaySeconds: 600 });
    await restoreFromBefore(id, () => rotateNow(id));
    const lost = harness.accounts().filter((name) => name.includes(id));
    expect(lost).toHaveLength(2);

    await take();
    await harness.work();
    const states = (await harness.credentials(id)).map(({ state }) => state).sort();
    expect(states).toEqual(["ACTIVE", "EXPIRING", "EXPIRING"]);
    expect(await harness.eventTypes(id)).toContain("credential.stray_account_found");

    await harness.elapse(id, DAY - 60);
    await harness.work();
    expect(harness.accounts().filter((name) => name.includes(id))).toHaveLength(2);
    await harness.elapse(id, 120);
    await harness.work();
    expect(harness.accounts().filter((name) => name.includes(id))).toHaveLength(1);
  });

  it("a current key whose account was revoked since is replaced immediately", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    await restoreFromBefore(id, async () => {
      await rotate(id);
      await harness.work();
    });
    await take();
    await harness.work();
    const exposed = (await harness.credentials(id)).find(({ state }) => state === "ACTIVE");
    expect(harness.accounts()).toContain(exposed?.serviceAccountName);
    expect(await harness.eventTypes(id)).toContain("credential.removed_elsewhere");
    expect((await harness.secret(id)).failureCount).toBe(0);
  });
});

describe("a current key that someone removed at the provider", () => {
  const remove = async (id: string) => {
    const [exposed] = (await harness.credentials(id)).filter(({ state }) => state === "ACTIVE");
    harness.simulator.state.deleteServiceAccountBehindTheBack(exposed?.serviceAccountId ?? "");
  };

  it("is replaced immediately", async () => {
    const { id } = await harness.create();
    await remove(id);
    await take();
    await harness.work();
    expect((await harness.credentials(id)).map(({ state }) => state)).toEqual(["EXPIRING", "ACTIVE"]);
  });

  it("waits for Resume if a person paused the schedule, and says so", async () => {
    const { id } = await harness.create();
    await harness.db.rotatingSecret.update({ where: { id }, data: { pauseReason: "manual" } });
    await remove(id);
    await take();
    await harness.work();
    expect(await harness.credentials(id)).toHaveLength(1);
    expect((await harness.secret(id)).lastFailureCode).toBe("key_removed");
  });

  it("removed with its whole project is reported as that, because people must act on the project", async () => {
    const other = harness.simulator.state.createProject(harness.openAiOrganisation, { name: "Closed" }).id;
    const { id } = await harness.create({ config: { projectId: other, nameTemplate: "phase-rs-{id}" } });
    harness.simulator.state.archiveProject(other);
    await take();
    await harness.work();
    // Such a refusal counts once it is confirmed.
    await harness.elapse(id, 60);
    await harness.work();
    await take();
    expect(await harness.secret(id)).toMatchObject({
      pauseReason: "failure",
      lastFailureCode: "project_not_found",
    });
  });

  it("stays if only the listing doesn't show it", async () => {
    harness.simulator.state.configure({ listingDelayMs: 3_600_000 }, harness.openAiOrganisation);
    const { id } = await harness.create();
    harness.simulator.state.configure({ listingDelayMs: 0 }, harness.openAiOrganisation);
    await take();
    expect(await harness.eventTypes(id)).not.toContain("credential.removed_elsewhere");
  });
});

describe("other accounts", () => {
  it("of others are ignored", async () => {
    const account = addAccount("billing-export");
    await take();
    expect(harness.accounts()).toContain(account.name);
    expect(JSON.stringify((await rootRow()).unclaimedAccounts)).not.toContain("billing-export");
  });

  it("of Phase's form but of no rotating secret here are shown and left alone", async () => {
    const name = `phase-rs-${uuidv7()}-1700000000`;
    addAccount(name);
    await take();
    await harness.work();
    expect(harness.accounts()).toContain(name);
    expect((await rootRow()).unclaimedAccounts).toMatchObject([{ serviceAccountName: name }]);
  });

  it("with one of Phase's names inside their own are shown and left alone", async () => {
    const { id } = await harness.create();
    const name = `copy-of-phase-rs-${id}-1700000000`;
    addAccount(name);
    await take();
    await harness.elapse(id, 2 * DAY);
    await harness.work();
    expect(harness.accounts()).toContain(name);
    expect((await rootRow()).unclaimedAccounts).toContainEqual(
      expect.objectContaining({ serviceAccountName: name }),
    );
  });

  it("whose names have impossible times are ignored, and mints continue", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    const names = [2_147_483_647, 9_999_999_999].map((epoch) => `phase-rs-${id}-${epoch}`);
    for (const name of names) addAccount(name);
    await take();
    const { unclaimedAccounts } = await rootRow();
    for (const serviceAccountName of names)
      expect(unclaimedAccounts).toContainEqual(expect.objectContaining({ serviceAccountName }));
    await rotate(id);
    expect((await harness.credentials(id)).map(({ state }) => state)).toEqual(["REVOKED", "ACTIVE"]);
    expect(harness.accounts()).toEqual(expect.arrayContaining(names));
  });

  it("that a refused request created after all are revoked", async () => {
    const { id } = await harness.create();
    const name = `phase-rs-${id}-1700000000`;
    addAccount(name);
    const row: NewCredential = {
      rotatingSecretId: id,
      thirdPartyCredentialId: harness.root.id,
      serviceAccountName: name,
      projectId: harness.projectId,
      reason: "schedule",
      fence: 0,
      sentAt: new Date(1_700_000_000_000),
      nextCheckAt: null,
    };
    await harness.db.mintedCredential.create({ data: { ...row, state: "FAILED" } });
    await take();
    await harness.work();
    expect(harness.accounts()).not.toContain(name);
  });
});

it("is due once a day, and one worker takes it", async () => {
  await harness.db.thirdPartyCredential.updateMany({ data: { inventoryDueAt: new Date() } });
  const [first, second] = [await claimDueInventories(harness.ctx), await claimDueInventories(harness.ctx)];
  expect([first, second]).toEqual([[harness.root.id], []]);
});

it("is postponed for less than a day if the provider doesn't respond", async () => {
  await harness.create();
  harness.simulator.state.addFault({ kind: "status", status: 503 });
  await take();
  const { inventoryDueAt } = await rootRow();
  expect(inventoryDueAt.getTime()).toBeLessThan(Date.now() + 2 * 3_600_000);
});

async function rotateNow(id: string): Promise<void> {
  await harness.db.rotatingSecret.update({ where: { id }, data: { rotateRequestedAt: new Date() } });
  await harness.work();
}

it("leaves half of the burst to mints and revocations", async () => {
  await harness.create();
  const shares = await sharesOf(harness.ctx, (ctx) => takeInventory(ctx, harness.root.id));
  expect(new Set(shares)).toEqual(new Set([0.5]));
});
