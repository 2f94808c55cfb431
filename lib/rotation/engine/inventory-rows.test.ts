/** An inventory of one admin key: its projects, which findings are handled, and when the next one is. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adminKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { ensureInstance } from "@/lib/instance/instance";
import type { EngineServices } from "../services";
import { DAY, failure, PROJECT } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { rowsIn, type RowsIn } from "@/proof/harness/rows-in";
import { testServices } from "@/proof/harness/test-services";
import { takeInventory } from "./inventory";

let r: RowsIn;
let p: Prepared;
let engine: EngineServices;
beforeAll(async () => {
  r = await rowsIn();
  const { keyring } = await prepare().then((prepared) => prepared.engine);
  await ensureInstance(r.db, keyring);
  const { organisationId } = await rootNow();
  const envelope = await seal(keyring, adminKeyPlace(r.rootId, organisationId), "sk-admin");
  await r.db.thirdPartyCredential.updateMany({ data: { envelope } });
});
afterAll(() => r.drop());
beforeEach(async () => {
  await r.clear();
  await r.db.instance.updateMany({ data: { historyLostAt: null } });
  const start = { inventoryDueAt: r.at(0), inventoriedAt: null, inventoryFailures: 0, unclaimedAccounts: [] };
  await r.db.thirdPartyCredential.updateMany({ data: start });
  p = await prepare();
  const { providers, keyring, settings, log, chance } = p.engine;
  engine = testServices(r.db, {
    providers,
    keyring,
    settings,
    log,
    chance,
    lookAtSeal: () => Promise.resolve(null),
  });
});

const rootNow = () => r.db.thirdPartyCredential.findUniqueOrThrow({ where: { id: r.rootId } });
const take = () => takeInventory(engine, r.rootId);
const dueIn = async () =>
  Math.round((Number((await rootNow()).inventoryDueAt) - Date.now()) / 10_000) * 10 + 0;
const listed = () =>
  p.told.asked.filter(([name]) => name === "listServiceAccounts").map(([, projectId]) => projectId);
/** The accounts of each project. */
const accounts = (of: Record<string, { id: string; name: string }[]>) => {
  p.answers.listServiceAccounts = (_key, projectId) => Promise.resolve(of[projectId] ?? []);
};
const STRANGER = "01890000-0000-7000-8000-000000000000";
const stray = (id: string, nth = 0) => ({
  id: `sa_${id}_${nth}`,
  name: `phase-rs-${id}-${1_700_000_000 + nth}`,
});
const rowOf = (serviceAccountId: string) => r.db.mintedCredential.findFirst({ where: { serviceAccountId } });

describe("its projects", () => {
  it("are those of its secrets and of their credentials, each listed once", async () => {
    const { id } = await r.secret({ projectId: "proj_a" });
    await r.secret({ projectId: "proj_a" });
    await r.credential(id, "REVOKED", { projectId: "proj_b" });
    await r.credential(id, "REVOKED", { projectId: "proj_a" });
    const { id: other } = await r.addRoot({ name: "Other" });
    await r.secret({ projectId: "proj_c", thirdPartyCredentialId: other });
    await r.credential(id, "REVOKED", { projectId: "proj_d", thirdPartyCredentialId: other });
    await take();
    expect(listed().toSorted()).toEqual(["proj_a", "proj_b"]);
  });

  it("keep its lease while they are listed", async () => {
    await r.secret();
    let lease = 0;
    p.answers.listServiceAccounts = async () => {
      lease = await dueIn();
      return [];
    };
    await take();
    expect(lease).toBe(60);
  });
});

describe("the next one", () => {
  const lost = (secondsAgo: number) =>
    r.db.instance.updateMany({ data: { historyLostAt: r.at(-secondsAgo) } });

  it("is in a day, and failures are forgotten", async () => {
    await r.secret();
    await r.db.thirdPartyCredential.updateMany({ data: { inventoryFailures: 3 } });
    await take();
    expect(await rootNow()).toMatchObject({
      inventoryFailures: 0,
      inventoriedAt: expect.any(Date) as unknown,
    });
    expect(await dueIn()).toBe(DAY);
  });

  it.each([
    [100, 500],
    [700, DAY],
  ])("%s s after a loss of history is in %s s, because listings lag", async (ago, seconds) => {
    await lost(ago);
    await take();
    expect(await dueIn()).toBe(seconds);
  });

  it("is soon if one failed, later after more failures; nothing counts as checked", async () => {
    await r.secret();
    const data = { inventoryFailures: 3, unclaimedAccounts: ["known"] };
    await r.db.thirdPartyCredential.updateMany({ data });
    p.answers.listServiceAccounts = () => Promise.reject(failure("provider_rejected"));
    await take();
    const after = await rootNow();
    expect(after).toMatchObject({ inventoryFailures: 4, inventoriedAt: null, unclaimedAccounts: ["known"] });
    expect(await dueIn()).toBe(40);
    expect(p.told.logged).toMatchObject([{ msg: "Inventory postponed", code: "provider_rejected" }]);
  });

  it("is now, if someone made it due meanwhile", async () => {
    await r.secret();
    p.answers.listServiceAccounts = async () => {
      await r.db.thirdPartyCredential.updateMany({ data: { inventoryDueAt: r.at(0) } });
      return [];
    };
    await take();
    expect(await dueIn()).toBe(0);
  });
});

describe("a listing that fails", () => {
  const two = async () => {
    await r.secret({ projectId: "proj_a" });
    await r.secret({ projectId: "proj_b" });
  };

  it.each([
    ["provider_rejected", 2, 1],
    ["project_not_found", 2, 0],
    ["provider_unavailable", 1, 1],
    ["provider_rate_limited", 1, 1],
  ] as const)("with %s: %s of two projects are listed, failures: %s", async (code, count, failures) => {
    await two();
    p.answers.listServiceAccounts = () => Promise.reject(failure(code));
    await take();
    expect(listed()).toHaveLength(count);
    expect(await rootNow()).toMatchObject({ inventoryFailures: failures, unclaimedAccounts: [] });
  });

  it("in one project takes nothing away from the others", async () => {
    await two();
    const { id } = await r.secret({ projectId: "proj_b" });
    p.answers.listServiceAccounts = (_key, projectId) =>
      projectId === "proj_a" ? Promise.reject(failure("provider_rejected")) : Promise.resolve([stray(id)]);
    await take();
    expect(await rowOf(stray(id).id)).toMatchObject({ state: "EXPIRING" });
    expect((await rootNow()).inventoryFailures).toBe(1);
  });
});

describe("an account", () => {
  it("of Phase's form without a row is taken over", async () => {
    const { id } = await r.secret();
    accounts({ [PROJECT]: [stray(id)] });
    await take();
    expect(await rowOf(stray(id).id)).toMatchObject({ state: "EXPIRING", rotatingSecretId: id });
    expect((await rootNow()).unclaimedAccounts).toEqual([]);
  });

  it("of Phase's form that belongs to nobody is shown, all others are not", async () => {
    await r.secret();
    const odd = { id: "sa_odd", name: `${stray(STRANGER).name}\u0007` };
    accounts({ [PROJECT]: [{ id: "sa_b", name: "billing-export" }, stray(STRANGER), odd] });
    await take();
    const { id, name } = stray(STRANGER);
    expect((await rootNow()).unclaimedAccounts).toEqual([
      { projectId: PROJECT, serviceAccountId: id, serviceAccountName: name },
      { projectId: PROJECT, serviceAccountId: "sa_odd", serviceAccountName: `${name}\ufffd` },
    ]);
  });

  it("with Phase's name but not its form is shown, not taken over", async () => {
    const { id } = await r.secret();
    accounts({ [PROJECT]: [{ ...stray(id), id: "sa odd" }] });
    await take();
    expect(await rowOf("sa odd")).toBeNull();
    expect((await rootNow()).unclaimedAccounts).toHaveLength(1);
  });

  it.each([
    ["EXPIRING", 0],
    ["REVOKED", 1],
  ] as const)("that a row in %s knows is checked %s times", async (state, times) => {
    const { id } = await r.secret();
    const account = stray(id);
    const { id: credentialId } = await r.credential(id, state, {
      serviceAccountId: account.id,
      serviceAccountName: account.name,
      revokedAt: r.at(-DAY),
    });
    accounts({ [PROJECT]: [account] });
    await take();
    const row = await r.db.mintedCredential.findUniqueOrThrow({ where: { id: credentialId } });
    expect(row.state).toBe(times === 0 ? state : "REVOKING");
  });

  it("that is in order is not checked directly, however many there are", async () => {
    const { id } = await r.secret();
    const account = stray(id);
    const { id: credentialId } = await r.credential(id, "EXPIRING", { serviceAccountId: account.id });
    const others = Array.from({ length: 1_000 }, (_, nth) => ({ id: `sa_${nth}`, name: `other-${nth}` }));
    accounts({ [PROJECT]: [{ id: "sa\u0000", name: "odd" }, ...others, account] });
    let looks = 0;
    const { store } = engine;
    const inUnit: typeof store.inUnit = async (work) =>
      await store.inUnit(async (unit) => {
        const credentialsOfAccount: typeof unit.credentialsOfAccount = (named) => {
          looks += 1;
          return unit.credentialsOfAccount(named);
        };
        return await work({ ...unit, credentialsOfAccount });
      });
    await takeInventory({ ...engine, store: { ...store, inUnit } }, r.rootId);
    expect(looks).toBe(0);
    await r.db.mintedCredential.update({ where: { id: credentialId }, data: { state: "REVOKED" } });
    await takeInventory({ ...engine, store: { ...store, inUnit } }, r.rootId);
    expect(looks).toBe(1);
  });

  it("that is shown beside hundreds: five hundred of all projects at most", async () => {
    await r.secret({ projectId: "proj_a" });
    await r.secret({ projectId: "proj_b" });
    const many = Array.from({ length: 300 }, (_, nth) => ({ ...stray(STRANGER, nth), id: `sa ${nth}` }));
    accounts({ proj_a: many, proj_b: many });
    await take();
    expect((await rootNow()).unclaimedAccounts).toHaveLength(500);
  });

  it("that can't be handled keeps no other from it, and the inventory is repeated soon", async () => {
    const { id } = await r.secret();
    await r.secret({ projectId: "proj_b" });
    accounts({ [PROJECT]: [stray(id, 0), stray(id, 1)], proj_b: [stray(id, 0)] });
    const { store } = engine;
    const inUnit: typeof store.inUnit = async (work) =>
      await store.inUnit(async (unit) => {
        const insertFoundCredential: typeof unit.insertFoundCredential = (row) =>
          row.serviceAccountId === stray(id, 0).id
            ? Promise.reject(new Error("no"))
            : unit.insertFoundCredential(row);
        return await work({ ...unit, insertFoundCredential });
      });
    await takeInventory({ ...engine, store: { ...store, inUnit } }, r.rootId);
    expect(await rowOf(stray(id, 1).id)).not.toBeNull();
    expect(listed()).toHaveLength(2);
    expect(new Set(p.told.errors)).toEqual(new Set(["A finding of the inventory wasn't handled"]));
    expect(p.told.logged[0]?.err?.message).toBe("no");
    expect(await rootNow()).toMatchObject({ inventoryFailures: 1, inventoriedAt: null });
  });
});

describe("a current key", () => {
  const removed = async (
    patch: Parameters<RowsIn["credential"]>[2],
    of: Parameters<typeof accounts>[0] = {},
  ) => {
    const { id } = await r.secret();
    const row = await r.credential(id, "ACTIVE", patch);
    accounts(of);
    p.answers.hasServiceAccount = () => Promise.resolve(false);
    await take();
    const asked = p.told.asked.some(([name]) => name === "hasServiceAccount");
    const { keyRemovedAt } = await r.db.mintedCredential.findUniqueOrThrow({ where: { id: row.id } });
    return { asked, isRemoved: keyRemovedAt !== null };
  };

  it("whose account is not listed is checked, and replaced", async () => {
    expect(await removed({})).toEqual({ asked: true, isRemoved: true });
  });

  it("whose account is listed is not", async () => {
    const account = { id: "sa_here", name: "whatever" };
    const found = await removed({ serviceAccountId: account.id }, { [PROJECT]: [account] });
    expect(found).toEqual({ asked: false, isRemoved: false });
  });

  it("without an account's id is not, nor one that is known to be removed", async () => {
    expect(await removed({ serviceAccountId: null })).toMatchObject({ asked: false });
    expect(await removed({ keyRemovedAt: r.at(-1) })).toMatchObject({ asked: false });
  });

  it("of another state or admin key doesn't concern this listing", async () => {
    const { id } = await r.secret();
    await r.credential(id, "EXPIRING");
    const { id: other } = await r.addRoot({ name: "Other" });
    await r.credential(id, "ACTIVE", { thirdPartyCredentialId: other });
    await take();
    expect(p.told.asked.map(([name]) => name)).toEqual(["listServiceAccounts"]);
  });
});
