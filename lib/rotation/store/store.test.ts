import { WAKES_NOBODY } from "@/proof/harness/wakes-nobody";
import { afterAll, beforeAll, expect, it } from "vitest";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { isBusy } from "@/lib/database/busy";
import type { Db, Tx } from "@/lib/db";
import { databaseNow } from "@/lib/db";
import { beginWork, createStore } from "./create-store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it.each([
  { usual: "off", inUnit: "on" },
  { usual: "remote_apply", inUnit: "remote_apply" },
])("a unit's commit waits for the disk: $usual becomes $inUnit", async ({ usual, inUnit }) => {
  const found = await database.db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(`SET LOCAL synchronous_commit = ${usual}`);
    await beginWork(tx);
    return await tx.$queryRaw`SELECT current_setting('synchronous_commit') AS set`;
  });
  expect(found).toEqual([{ set: inUnit }]);
});

it("the time outside of a unit is the database's too", async () => {
  const [told] = await database.db.$queryRaw<{ before: Date }[]>`SELECT clock_timestamp() AS before`;
  const now = await databaseNow(database.db);
  expect(Number(now)).toBeGreaterThanOrEqual(Number(told?.before));
});

/** A database whose first transactions end as if they conflicted with another. */
function contended(code: string, failures: number): { db: Db; begun: () => number } {
  let begun = 0;
  const $transaction = (work: (tx: Tx) => Promise<unknown>) =>
    database.db.$transaction(async (tx) => {
      begun += 1;
      const result = await work(tx);
      if (begun <= failures) {
        await tx.$executeRawUnsafe(
          `DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '${code}'; END $$`,
        );
      }
      return result;
    });
  return { db: { $transaction } as unknown as Db, begun: () => begun };
}

it.each(["40001", "40P01"])("a unit that another transaction rolled back (%s) is repeated", async (code) => {
  const { db, begun } = contended(code, 2);
  await createStore(db, WAKES_NOBODY, notificationWriter).inUnit(() => Promise.resolve());
  expect(begun()).toBe(3);
});

it("a unit that is always rolled back is given up, and counts as busy", async () => {
  const { db, begun } = contended("40001", Infinity);
  const given = createStore(db, WAKES_NOBODY, notificationWriter).inUnit(() => Promise.resolve());
  await expect(given.catch((error: unknown) => isBusy(error))).resolves.toBe(true);
  expect(begun()).toBe(4);
});

it("a unit that fails for any other reason is not repeated", async () => {
  const { db, begun } = contended("23514", 1);
  await expect(
    createStore(db, WAKES_NOBODY, notificationWriter).inUnit(() => Promise.resolve()),
  ).rejects.toThrow();
  expect(begun()).toBe(1);
});
