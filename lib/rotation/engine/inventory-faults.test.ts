import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Keyring } from "@/lib/crypto/keyring";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { claimDueInventories, takeInventory } from "./inventory";
import { distrustHistory } from "./lost-history";

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

async function rotate(id: string): Promise<void> {
  await harness.elapse(id, 3_600);
  await harness.work();
}

describe("an odd entry in OpenAI's lists", () => {
  const name = (id: string, epoch: string) => `phase-rs-${id}-${epoch}`;
  const rowsOf = (serviceAccountName: string) =>
    harness.db.mintedCredential.findMany({
      where: { serviceAccountName: { startsWith: serviceAccountName } },
      orderBy: { id: "asc" },
    });

  it("keeps no other account from being handled", async () => {
    const { id } = await harness.create();
    const strange = [
      name(id, "9999999999"),
      name(id, "2147483647"),
      `\u0000${name(id, "1700000001")}`,
      `\ud800${name(id, "1700000002")}`,
      `${"x".repeat(100_000)}-${name(id, "1700000003")}`,
      name(uuidv7(), "1700000004"),
    ];
    for (const each of strange) addAccount(each);
    addAccount(name(id, "1700000005"));
    await take();
    expect(await rowsOf(name(id, "1700000005"))).toMatchObject([{ state: "EXPIRING" }]);
    const { inventoriedAt, inventoryDueAt, unclaimedAccounts } = await rootRow();
    expect(inventoriedAt?.getTime()).toBeGreaterThan(Date.now() - 5_000);
    expect(inventoryDueAt.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
    expect(JSON.stringify(unclaimedAccounts).length).toBeLessThan(10_000);
    // Mints go on.
    await rotate(id);
    expect((await harness.credentials(id)).filter(({ state }) => state === "ACTIVE")).toHaveLength(1);
  });

  it("a second account under the current key's name is found, and deleted after a quarantine", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 30 * DAY });
    const [exposed] = await harness.credentials(id);
    const twin = addAccount(exposed?.serviceAccountName ?? "");
    await take();
    await take();
    const found = (await harness.credentials(id)).filter(
      ({ serviceAccountId }) => serviceAccountId === twin.id,
    );
    expect(found).toMatchObject([{ state: "EXPIRING", projectId: harness.projectId }]);
    await harness.elapse(id, DAY + 60);
    await harness.work();
    const alive = harness.simulator.state.serviceAccounts(harness.projectId).map(({ id }) => id);
    expect(alive).not.toContain(twin.id);
    expect(alive).toContain(exposed?.serviceAccountId);
    expect((await harness.credentials(id)).find((row) => row.id === exposed?.id)?.state).toBe("ACTIVE");
  });

  it("two accounts of one name without a row are both taken over", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 30 * DAY });
    const twins = [addAccount(name(id, "1700000006")), addAccount(name(id, "1700000006"))];
    await take();
    const ids = (await harness.credentials(id)).map(({ serviceAccountId }) => serviceAccountId);
    for (const twin of twins) expect(ids).toContain(twin.id);
  });

  it("a revoked row's name in another project is a separate account, and found once", async () => {
    const { id } = await harness.create({ revocationDelaySeconds: 0 });
    await rotate(id);
    await harness.work();
    const [revoked] = await harness.credentials(id);
    await harness.elapse(id, 700);
    const { db, simulator } = harness;
    await db.mintedCredential.update({
      where: { id: revoked?.id ?? "" },
      data: { revokedAt: new Date(Date.now() - 3_600_000) },
    });
    const elsewhere = simulator.state.createProject(harness.openAiOrganisation, { name: "Elsewhere" }).id;
    await harness.create({ config: { projectId: elsewhere, nameTemplate: "phase-rs-{id}" } });
    const twin = simulator.state.createServiceAccount(elsewhere, { name: revoked?.serviceAccountName ?? "" });
    await take();
    await harness.work();
    await take();
    expect(await harness.eventTypes(id)).not.toContain("credential.found_alive");
    const rows = await harness.credentials(id);
    expect(rows.find((row) => row.id === revoked?.id)?.state).toBe("REVOKED");
    expect(rows.filter(({ serviceAccountId }) => serviceAccountId === twin.id)).toMatchObject([
      { state: "EXPIRING", projectId: elsewhere },
    ]);
  });
});

describe("an inventory that fails", () => {
  it("run concurrently by two workers, takes each account over once", async () => {
    const { id } = await harness.create({ rotationIntervalSeconds: 30 * DAY });
    for (const epoch of ["1700000007", "1700000008", "1700000009"]) addAccount(`phase-rs-${id}-${epoch}`);
    await Promise.all([take(), take(), take()]);
    expect(await harness.credentials(id)).toHaveLength(4);
    const found = (await harness.eventTypes(id)).filter((type) => type === "credential.stray_account_found");
    expect(found).toHaveLength(3);
  });

  it("in one project continues with the others, and is retried soon", async () => {
    const other = harness.simulator.state.createProject(harness.openAiOrganisation, { name: "Other" }).id;
    const { id } = await harness.create({
      config: { projectId: other, nameTemplate: "phase-rs-{id}" },
      rotationIntervalSeconds: 30 * DAY,
    });
    harness.simulator.state.createServiceAccount(other, { name: `phase-rs-${id}-1700000010` });
    harness.simulator.state.addFault({
      kind: "status",
      status: 422,
      match: { pathPattern: `${harness.projectId}/service_accounts$`, times: null },
    });
    await take();
    expect(await harness.credentials(id)).toHaveLength(2);
    const due = async () => (await rootRow()).inventoryDueAt.getTime() - Date.now();
    expect(await due()).toBeLessThan(10_000);
    await take();
    await take();
    expect(await due()).toBeGreaterThan(10_000);
    harness.simulator.state.clearFaults();
    await take();
    expect(await due()).toBeGreaterThan(DAY * 1000 - 60_000);
  });

  it("inside Phase costs nobody a day", async () => {
    const broken = { ...harness.ctx, keyring: new Keyring([{ id: "other", key: new Uint8Array(32) }]) };
    await takeInventory(broken, harness.root.id);
    expect((await rootRow()).inventoryDueAt.getTime()).toBeLessThan(Date.now() + 3_600_000);
    const inUnit = () => Promise.reject(new Error("no database"));
    const gone = { ...harness.ctx, store: { ...harness.ctx.store, inUnit } };
    await distrustHistory(harness.ctx);
    await claimDueInventories(harness.ctx);
    await takeInventory(gone, harness.root.id).catch(() => undefined);
    expect((await rootRow()).inventoryDueAt.getTime()).toBeLessThan(Date.now() + 3_600_000);
  });

  it("and one that becomes due while it runs is run again", async () => {
    await harness.create();
    const before = { ...harness.ctx.store };
    let isMadeDue = false;
    const store: typeof before = {
      ...before,
      inUnit: async (work) => {
        const result = await before.inUnit(work);
        if (!isMadeDue) await distrustHistory(harness.ctx);
        isMadeDue = true;
        return result;
      },
    };
    await takeInventory({ ...harness.ctx, store }, harness.root.id);
    expect(await claimDueInventories(harness.ctx)).toContain(harness.root.id);
  });
});
