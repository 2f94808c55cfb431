/** Which rows each query claims or makes due, condition by condition, on a real database. */
import { testSettings } from "@/proof/harness/settings";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CREDENTIAL_STATES } from "../core/model";
import type { EngineServices } from "../services";
import type { CredentialRow } from "../store/store";
import { DAY, HOUR, PROJECT, TIMING, WATCH_INTERVAL } from "@/proof/harness/given";
import { rowsIn, type RowsIn } from "@/proof/harness/rows-in";
import { testServices } from "@/proof/harness/test-services";
import { claimDueInventories, makeInventoriesDue } from "./inventory";
import { addWatches, claimLooks } from "./key-watch";
import { distrustHistory, doubtMints } from "./lost-history";
import { checkUsage } from "./usage";

let r: RowsIn;
let engine: EngineServices;
beforeAll(async () => {
  r = await rowsIn();
  const settings = testSettings({ timing: TIMING, keyWatchIntervalSeconds: WATCH_INTERVAL });
  engine = testServices(r.db, { settings, lookAtSeal: () => Promise.resolve(null) });
});
afterAll(() => r.drop());
beforeEach(() => r.clear());

/** Seconds from now, rounded to ten, because some time passes between a query and its check. */
const fromNow = (time: Date | null | undefined) =>
  time == null ? null : Math.round((Number(time) - Date.now()) / 10_000) * 10 + 0;
const rootNow = (id = r.rootId) => r.db.thirdPartyCredential.findUniqueOrThrow({ where: { id } });
const looksNow = () => r.db.keyWatch.findMany({ orderBy: { projectId: "asc" } });
const watch = (projectId: string, seconds: number, rootId = r.rootId) =>
  r.db.keyWatch.create({ data: { thirdPartyCredentialId: rootId, projectId, dueAt: r.at(seconds) } });

describe("watches of exposed keys", () => {
  it("are added for projects that have one, due immediately; existing ones keep their time", async () => {
    const { id } = await r.secret();
    for (const state of CREDENTIAL_STATES.filter((each) => each !== "SENDING"))
      await r.credential(id, state, { projectId: `proj_${state}` });
    const { id: other } = await r.secret();
    await r.credential(other, "ACTIVE", { projectId: "proj_known" });
    await watch("proj_known", HOUR);
    await addWatches(engine);
    const looks = (await looksNow()).map(({ projectId, dueAt }) => [projectId, fromNow(dueAt)]);
    expect(looks).toEqual([
      ["proj_ACTIVE", 0],
      ["proj_known", 3_600],
    ]);
  });

  it("are claimed once when they are due, for a lease", async () => {
    const { id } = await r.secret();
    await r.credential(id, "ACTIVE");
    await r.credential(id, "EXPIRING");
    await watch("proj_due", -1);
    await watch("proj_later", HOUR);
    const looks = [{ rootId: r.rootId, projectId: "proj_due", exposedKeys: 1 }];
    expect(await claimLooks(engine)).toEqual([{ rootId: r.rootId, looks }]);
    expect(await claimLooks(engine)).toEqual([]);
    expect(fromNow((await looksNow())[0]?.dueAt)).toBe(60);
  });

  it("are claimed by admin key, except those that the caller leaves out", async () => {
    const { id: second } = await r.addRoot({ name: "Second" });
    await watch(PROJECT, -1);
    await watch(PROJECT, -1, second);
    expect((await claimLooks(engine, [second])).map(({ rootId }) => rootId)).toEqual([r.rootId]);
    expect((await claimLooks(engine)).map(({ rootId }) => rootId)).toEqual([second]);
  });

  it("are claimed eight at a time per admin key, the latest first; no other waits for them", async () => {
    const { id: second } = await r.addRoot({ name: "Second" });
    for (let nth = 0; nth < 10; nth++) await watch(`proj_${nth}`, -20 + nth);
    await watch(PROJECT, -1, second);
    const taken = await claimLooks(engine);
    const of = (rootId: string) =>
      taken.find((each) => each.rootId === rootId)?.looks.map(({ projectId }) => projectId);
    expect(of(r.rootId)?.toSorted()).toEqual(Array.from({ length: 8 }, (_, nth) => `proj_${nth}`));
    expect(of(second)).toEqual([PROJECT]);
  });
});

describe("inventories", () => {
  const root = (patch: { inventoryDueAt?: Date; inventoriedAt?: Date | null; deletedAt?: Date }) =>
    r.db.thirdPartyCredential.update({ where: { id: r.rootId }, data: patch });

  it("are claimed once when they are due, for a lease", async () => {
    await root({ inventoryDueAt: r.at(-1) });
    expect(await claimDueInventories(engine)).toEqual([r.rootId]);
    expect(await claimDueInventories(engine)).toEqual([]);
    expect(fromNow((await rootNow()).inventoryDueAt)).toBe(60);
  });

  it.each([
    ["not due", () => ({ inventoryDueAt: r.at(HOUR) })],
    ["deleted", () => ({ inventoryDueAt: r.at(-1), deletedAt: r.at(-1) })],
  ])("of an admin key that is %s are not claimed", async (_, patch) => {
    await root(patch());
    expect(await claimDueInventories(engine)).toEqual([]);
  });

  it.each([
    ["was never taken", () => ({ inventoriedAt: null }), 0],
    ["was taken longer ago than listings lag", () => ({ inventoriedAt: r.at(-610) }), 0],
    ["was taken lately", () => ({ inventoriedAt: r.at(-590) }), DAY],
    ["is of a deleted admin key", () => ({ inventoriedAt: null, deletedAt: r.at(-1) }), DAY],
  ])("a start makes one due that %s", async (_, patch, seconds) => {
    await root({ inventoryDueAt: r.at(DAY), ...patch() });
    await makeInventoriesDue(engine);
    expect(fromNow((await rootNow()).inventoryDueAt)).toBe(seconds);
  });
});

describe("a database that has lost something", () => {
  it("makes every inventory and every check due, however recent the last one", async () => {
    const { id: deleted } = await r.addRoot({
      name: "Deleted",
      deletedAt: r.at(-1),
      inventoryDueAt: r.at(DAY),
    });
    const recent = { inventoryDueAt: r.at(DAY), inventoriedAt: r.at(0) };
    await r.db.thirdPartyCredential.update({ where: { id: r.rootId }, data: recent });
    await watch(PROJECT, HOUR);
    await distrustHistory(engine);
    expect(await rootNow()).toMatchObject({ inventoriedAt: null });
    expect(fromNow((await rootNow()).inventoryDueAt)).toBe(0);
    expect(fromNow((await rootNow(deleted)).inventoryDueAt)).toBe(DAY);
    expect((await looksNow()).map(({ dueAt }) => fromNow(dueAt))).toEqual([0]);
  });

  it.each(CREDENTIAL_STATES)("doubts running mints, and nothing else: %s", async (state) => {
    const { id } = await r.secret();
    const row = await r.credential(id, state);
    const { id: other } = await r.secret();
    const doubted = await r.credential(other, state, { revokeAt: r.at(DAY) });
    await doubtMints(engine);
    const { revokeAt } = await r.db.mintedCredential.findUniqueOrThrow({ where: { id: row.id } });
    expect(fromNow(revokeAt)).toBe(["SENDING", "MINTED", "UNKNOWN"].includes(state) ? 0 : null);
    const known = await r.db.mintedCredential.findUniqueOrThrow({ where: { id: doubted.id } });
    expect(fromNow(known.revokeAt)).toBe(DAY);
  });
});

describe("the use of a previous key is asked for", () => {
  // The admin key can't be decrypted, so nothing is asked, and the next attempt is planned.
  const wasTaken = async ({ id }: CredentialRow) => {
    const before = await r.db.mintedCredential.findUniqueOrThrow({ where: { id } });
    await checkUsage(engine);
    const after = await r.db.mintedCredential.findUniqueOrThrow({ where: { id } });
    return Number(after.usageRetryAt) !== Number(before.usageRetryAt);
  };
  /** A delay of four hours, of which seven eighths and a minute are over. */
  const late = () => ({ replacedAt: r.at(-3.5 * HOUR - 60), revokeAt: r.at(0.5 * HOUR - 60) });

  it.each<[string, () => Partial<CredentialRow>, boolean]>([
    ["late in its delay", () => ({}), true],
    ["not before", () => ({ replacedAt: r.at(-3.5 * HOUR + 60), revokeAt: r.at(0.5 * HOUR + 60) }), false],
    ["not after it", () => ({ replacedAt: r.at(-4 * HOUR - 60), revokeAt: r.at(-60) }), false],
    ["not where it is answered", () => ({ usageCheckedAt: r.at(-1) }), false],
    ["not where the key has no id", () => ({ keyId: null }), false],
    ["not before the next try", () => ({ usageRetryAt: r.at(60) }), false],
    ["at the next try", () => ({ usageRetryAt: r.at(-60) }), true],
    ["not in a delay too short to warn in", () => ({ replacedAt: r.at(-54), revokeAt: r.at(5) }), false],
    ["in one of a minute and more", () => ({ replacedAt: r.at(-62), revokeAt: r.at(5) }), true],
  ])("%s", async (_, patch, isTaken) => {
    const { id } = await r.secret();
    expect(await wasTaken(await r.credential(id, "EXPIRING", { ...late(), ...patch() }))).toBe(isTaken);
  });

  it.each(CREDENTIAL_STATES.filter((state) => state !== "EXPIRING"))(
    "not in another state: %s",
    async (state) => {
      const { id } = await r.secret();
      expect(await wasTaken(await r.credential(id, state, late()))).toBe(false);
    },
  );

  it("at most twenty together, the soonest to end first", async () => {
    const { id } = await r.secret();
    for (let nth = 0; nth < 22; nth++) {
      const { replacedAt, revokeAt } = late();
      await r.credential(id, "EXPIRING", { replacedAt, revokeAt: new Date(Number(revokeAt) - nth * 1000) });
    }
    await checkUsage(engine);
    const rows = await r.db.mintedCredential.findMany({ where: { usageRetryAt: null } });
    expect(rows.map(({ revokeAt }) => fromNow(revokeAt))).toEqual([
      fromNow(late().revokeAt),
      fromNow(late().revokeAt),
    ]);
  });

  it.each([
    ["in a minute", HOUR, 60],
    ["in a quarter of what is left, where that is sooner", 120, 30],
  ])("again %s", async (_, left, seconds) => {
    const { id } = await r.secret();
    const row = await r.credential(id, "EXPIRING", { replacedAt: r.at(-9 * HOUR), revokeAt: r.at(left) });
    await checkUsage(engine);
    const { usageRetryAt } = await r.db.mintedCredential.findUniqueOrThrow({ where: { id: row.id } });
    expect(fromNow(usageRetryAt)).toBe(seconds);
  });
});
