import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import type { Db } from "@/lib/db";
import { forgetGuess, purgeGuesses, refuseEarlyGuess, takeGuess } from "./guesses";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it("makes each delay longer than the previous one, up to a maximum, and counts no refused attempt", async () => {
  const { db } = database;
  const name = randomUUID();
  const key = `account ${name}`;
  const waits: number[] = [];
  for (let guess = 0; guess < 19; guess += 1) {
    await takeGuess(db, "account", name);
    const { openAt, at } = await db.guess.findUniqueOrThrow({ where: { key } });
    waits.push((openAt.getTime() - at.getTime()) / 1000);
    if (guess === 18) break;
    await db.guess.update({ where: { key }, data: { openAt: new Date(0) } });
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  await expect(takeGuess(db, "account", name)).rejects.toMatchObject({
    code: "too_many_requests",
    details: { retryAfterSeconds: expect.any(Number) as unknown },
  });
  expect((await db.guess.findUniqueOrThrow({ where: { key } })).tries).toBe(19);
});

it("doesn't refuse attempts that began before another's was counted or forgotten", async () => {
  const { db } = database;
  const guess = { kind: "account", name: randomUUID() } as const;
  await takeGuess(db, guess.kind, guess.name);
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT now()`;
    await takeGuess(db, guess.kind, guess.name);
    await refuseEarlyGuess(tx as Db, [guess]);
    await takeGuess(tx as Db, guess.kind, guess.name);
  });
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT now()`;
    await forgetGuess(db, guess.kind, guess.name);
    await refuseEarlyGuess(tx as Db, [guess]);
    await takeGuess(tx as Db, guess.kind, guess.name);
  });
});

it("forgets attempts after an hour without any", async () => {
  const { db } = database;
  const name = randomUUID();
  for (let free = 0; free < 10; free += 1) await takeGuess(db, "account", name);
  const key = `account ${name}`;
  await db.guess.update({
    where: { key },
    data: { openAt: new Date(0), at: new Date(Date.now() - 3_601_000) },
  });
  for (let free = 0; free < 10; free += 1) await takeGuess(db, "account", name);
  await db.guess.update({ where: { key }, data: { at: new Date(0) } });
  await purgeGuesses(db);
  expect(await db.guess.count({ where: { key } })).toBe(0);
});
