/**
 * Units on one secret that read it in one statement and write it in another: with the result of a
 * transaction, or not at all.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "@/lib/db";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { mintWhenDue } from "../engine/mint";
import { settle } from "../engine/settle";
import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { countedStore } from "@/proof/harness/counted-store";
import { anIntent, at, startStoreRows, type StoreRows } from "@/proof/harness/store-rows";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { createStore } from "./create-store";
import type { Store } from "./store";

let rows: StoreRows;
let id: string;
let db: Db;
beforeAll(async () => {
  rows = await startStoreRows();
  ({
    id,
    harness: { db },
  } = rows);
});
afterAll(() => rows.harness.stop());
beforeEach(() => db.mintedCredential.deleteMany());

const counted = () => countedStore(db);
const intent = (name: string) => anIntent(rows, name);
const secretNow = () => db.rotatingSecret.findUniqueOrThrow({ where: { id } });
const rowNow = (credentialId: string) =>
  db.mintedCredential.findUniqueOrThrow({ where: { id: credentialId } });

describe("a unit on one secret", () => {
  it("is two statements and no transaction, and one statement if it changes nothing", async () => {
    const { store, made } = counted();
    const credentialId = await rows.insert({ state: "EXPIRING" });
    await store.inUnit((unit) => unit.lockSecret(id), { secretId: id });
    expect(made).toEqual({ transactions: 0, statements: 1 });
    await store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.updateSecret(id, { failureCount: 3, lastEpoch: 12n, retryAt: at(5) });
        await unit.updateCredential(credentialId, "EXPIRING", { state: "REVOKING", nextCheckAt: at(9) });
        await unit.insertCredential(intent("two"));
      },
      { credentialId },
    );
    expect(made).toEqual({ transactions: 0, statements: 3 });
    expect(await secretNow()).toMatchObject({ failureCount: 3, lastEpoch: 12n, retryAt: at(5) });
    expect(await rowNow(credentialId)).toMatchObject({ state: "REVOKING", nextCheckAt: at(9) });
    expect(await db.mintedCredential.findFirst({ where: { serviceAccountName: "two" } })).toMatchObject({
      ...intent("two"),
      state: "SENDING",
    });
  });

  it("changes its credentials in the order that the indexes need, whatever the order of the calls", async () => {
    const { store, made } = counted();
    const old = await rows.insert({ state: "ACTIVE", serviceAccountName: "old" });
    const minted = await rows.insert({ state: "MINTED", serviceAccountName: "new" });
    await store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.insertCredential(intent("next"));
        await unit.updateCredential(minted, "MINTED", { state: "ACTIVE" });
        await unit.updateCredential(old, "ACTIVE", { state: "EXPIRING" });
      },
      { secretId: id },
    );
    expect(made).toEqual({ transactions: 0, statements: 2 });
    expect([(await rowNow(old)).state, (await rowNow(minted)).state]).toEqual(["EXPIRING", "ACTIVE"]);
  });

  it("that needs more than its secret's rows runs in a transaction", async () => {
    const { store, made } = counted();
    await store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.historyLostAt();
      },
      { secretId: id },
    );
    expect(made).toEqual({ transactions: 1, statements: 1 });
  });

  it("also does with many settlements", async () => {
    for (let settlement = 0; settlement < 50; settlement++)
      await rows.insert({ state: "REVOKING", serviceAccountName: `settlement ${settlement}` });
    const { store, made } = counted();
    const work = () => store.inUnit((unit) => unit.lockSecret(id), { secretId: id });
    await work();
    expect(made.transactions).toBe(1);
    await db.mintedCredential.deleteMany({ where: { serviceAccountName: "settlement 0" } });
    await work();
    expect(made.transactions).toBe(1);
  });
});

describe("a change since reading is not overwritten", () => {
  type Unsettling = { name: string; between: (credentialId: string) => Promise<unknown> };
  const UNSETTLING: Unsettling[] = [
    {
      name: "a unit on the secret that changed one of its credentials",
      between: (credentialId) =>
        rows.harness.ctx.store.inUnit(
          async (unit) => {
            await unit.lockSecret(id);
            await unit.updateCredential(credentialId, "EXPIRING", { checks: 5 });
          },
          { secretId: id },
        ),
    },
    {
      name: "a transaction that changed one of its credentials",
      between: (credentialId) =>
        rows.inUnit(async (unit) => {
          await unit.lockSecret(id);
          await unit.updateCredential(credentialId, "EXPIRING", { checks: 5 });
        }),
    },
    {
      name: "a transaction that wrote an intent",
      between: () =>
        rows.inUnit(async (unit) => {
          await unit.lockSecret(id);
          await unit.insertCredential(intent("three"));
        }),
    },
    {
      name: "a transaction that hurried its settlements",
      between: () =>
        rows.inUnit(async (unit) => {
          await unit.lockSecret(id);
          await unit.hurrySettlements(id, ["REVOKING"]);
        }),
    },
    {
      name: "a transaction that took over an account",
      between: () =>
        rows.inUnit(async (unit) => {
          await unit.lockSecret(id);
          const { reason: _, ...found } = intent("four");
          const times = { mintedAt: at(0), replacedAt: at(0), revokeAt: at(60) };
          await unit.insertFoundCredential({ ...found, ...times, serviceAccountId: "user-4" });
        }),
    },
    {
      name: "an operator's edit",
      between: () => db.rotatingSecret.update({ where: { id }, data: { description: "Edited" } }),
    },
  ];

  it.each(UNSETTLING)("$name", async ({ between }) => {
    const credentialId = await rows.insert({ state: "EXPIRING" });
    const { store, made } = counted();
    let tries = 0;
    await store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.updateCredential(credentialId, "EXPIRING", { cleanListings: 2 });
        if (tries++ === 0) await between(credentialId);
      },
      { secretId: id },
    );
    expect([tries, made.transactions]).toEqual([2, 1]);
    expect((await rowNow(credentialId)).cleanListings).toBe(2);
  });

  it("even if the change is committed while it waits to be written", async () => {
    const credentialId = await rows.insert({ state: "EXPIRING" });
    const { store, made } = counted();
    const [locked, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const other = rows.inUnit(async (unit) => {
      await unit.lockSecret(id);
      await unit.updateCredential(credentialId, "EXPIRING", { state: "REVOKING", checks: 5 });
      locked.resolve();
      await mayCommit.promise;
    });
    await locked.promise;
    const seen: string[] = [];
    const work = store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        seen.push((await unit.credential(credentialId))?.state ?? "");
        await unit.updateSecret(id, { failureCount: 9 });
      },
      { secretId: id },
    );
    await untilWaiting(db, work);
    mayCommit.resolve();
    await Promise.all([other, work]);
    expect(seen).toEqual(["EXPIRING", "REVOKING"]);
    expect(made.transactions).toBe(1);
  });

  it("nor is a unit written that was read long ago", async () => {
    const { store, made } = counted();
    const later = new Proxy(db, {
      get(target, name) {
        if (name !== "$queryRaw") return Reflect.get(target, name) as unknown;
        return async (...input: Parameters<Db["$queryRaw"]>) => {
          const answer = await target.$queryRaw<{ now?: Date }[]>(...input);
          // As if the process had been stopped in between.
          for (const row of answer) if (row.now !== undefined) row.now = new Date(row.now.getTime() - 2_500);
          return answer;
        };
      },
    });
    const slow = createStore(later, WAKES_NOBODY, notificationWriter);
    const nows: Date[] = [];
    const work = (stored: Store) =>
      stored.inUnit(
        async (unit) => {
          nows.push(unit.now);
          await unit.lockSecret(id);
          await unit.updateSecret(id, { failureCount: 4 });
        },
        { secretId: id },
      );
    await work(slow);
    expect(nows).toHaveLength(2);
    await work(store);
    expect([nows.length, made.transactions]).toEqual([3, 0]);
  });

  it("a row that the database refuses is refused like in a transaction", async () => {
    await rows.insert({ state: "EXPIRING", serviceAccountName: "taken" });
    const { store } = counted();
    const work = store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.updateSecret(id, { failureCount: 77 });
        await unit.insertCredential(intent("taken"));
      },
      { secretId: id },
    );
    await expect(work).rejects.toMatchObject({ code: "P2002" });
    expect((await secretNow()).failureCount).not.toBe(77);
  });

  it("a credential moved without its secret rolls everything back", async () => {
    const credentialId = await rows.insert({ state: "EXPIRING" });
    const { store } = counted();
    let tries = 0;
    const moved = await store.inUnit(
      async (unit) => {
        await unit.lockSecret(id);
        await unit.updateSecret(id, { failureCount: 50 + tries });
        if (tries++ === 0)
          await db.mintedCredential.update({ where: { id: credentialId }, data: { state: "REVOKED" } });
        return await unit.updateCredential(credentialId, "EXPIRING", { checks: 6 });
      },
      { secretId: id },
    );
    expect([moved, tries]).toEqual([false, 2]);
    expect((await secretNow()).failureCount).toBe(51);
  });
});

it("a whole rotation, from the mint to the revocation, needs no transaction", async () => {
  const { harness } = rows;
  const { id: secretId } = await harness.create({ revocationDelaySeconds: 0 });
  await harness.elapse(secretId, 3_600);
  const { store, made } = counted();
  const engine = { ...harness.ctx, store };
  expect(await mintWhenDue(engine, secretId)).toMatchObject({ kind: "exposed" });
  const [old] = await harness.credentials(secretId);
  await settle(engine, old?.id ?? "");
  expect((await harness.credentials(secretId)).map(({ state }) => state)).toEqual(["REVOKED", "ACTIVE"]);
  // Five units, and two turns in the admin key's allowance.
  expect(made).toEqual({ transactions: 0, statements: 12 });
});
