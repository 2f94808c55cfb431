import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/prisma/testing/database";
import { isBusy } from "./busy";
import { errorAnswer } from "./http/error-answer";

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const caught = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

it("a row that someone keeps locked is answered with 503 and when to try again", async () => {
  const { db } = database;
  const error = await db.$transaction(async (holder) => {
    await holder.$executeRaw`LOCK TABLE organisation`;
    const waiting = db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL lock_timeout = '20ms'`;
      await tx.organisation.create({ data: { name: "Acme" } });
    });
    return await caught(waiting);
  });
  expect(isBusy(error)).toBe(true);
  const answer = errorAnswer(error, "request", pino({ level: "silent" }));
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toMatchObject({ error: { code: "busy" } });
  expect(await db.organisation.count()).toBe(0);
});

it("so is a transaction that took too long", async () => {
  const { db } = database;
  const slow = db.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(0.1)`, { timeout: 20 });
  expect(isBusy(await caught(slow))).toBe(true);
});

it("anything else is not", async () => {
  const { db } = database;
  expect(isBusy(await caught(db.$executeRaw`SELECT 1 / 0`))).toBe(false);
  expect(isBusy(new Error("no"))).toBe(false);
});
