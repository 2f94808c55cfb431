import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { deleteRows } from "./delete-rows";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.guess.deleteMany();
  const at = (days: number) => new Date(Date.now() - days * 86_400_000);
  const guess = (nth: number) => ({ key: `g${nth}`, tries: 1, openAt: at(0), at: at(nth < 25 ? 10 : 0) });
  await database.db.guess.createMany({ data: Array.from({ length: 30 }, (_, nth) => guess(nth)) });
});

const OLD = Prisma.sql`at < now() - interval '1 day'`;

it("removes matching rows and nothing else, a batch at a time", async () => {
  const bites: number[] = [];
  const counting = {
    async $executeRaw(strings: TemplateStringsArray, ...values: unknown[]) {
      const count = await database.db.$executeRaw(strings, ...values);
      bites.push(count);
      return count;
    },
  };
  // Nothing else of it is used.
  expect(await deleteRows(counting as unknown as Db, "guess", OLD, { rowsAtOnce: 10 })).toBe(25);
  expect(bites).toEqual([10, 10, 5]);
  expect(await database.db.guess.count()).toBe(5);
});

it("ends between two batches when asked to", async () => {
  const asked = new AbortController();
  asked.abort();
  expect(await deleteRows(database.db, "guess", OLD, { signal: asked.signal })).toBe(0);
  expect(await database.db.guess.count()).toBe(30);
});

it("waits for no locked row", async () => {
  await database.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM guess WHERE key = 'g0' FOR UPDATE`;
    expect(await deleteRows(database.db, "guess", OLD)).toBe(24);
  });
  expect(await deleteRows(database.db, "guess", OLD)).toBe(1);
});
