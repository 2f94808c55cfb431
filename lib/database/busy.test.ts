import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Tx } from "@/lib/db";
import { testDatabase } from "@/installation/testing/database";
import { isBusy } from "./busy";
import { errorAnswer } from "@/lib/http/error-answer";

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

it("so is the victim of a deadlock, however its statement was written", async () => {
  const { db } = database;
  const [one, other] = await Promise.all(
    ["One", "Other"].map((name) => db.organisation.create({ data: { name } })),
  );
  const rename = (id: string) => ({ where: { id }, data: { name: "New" } });
  const clash = (byHand: boolean) => {
    const halfway = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const both = Promise.all(halfway.map(({ promise }) => promise));
    const update = async (tx: Tx, id = "") =>
      byHand
        ? await tx.$executeRaw`UPDATE organisation SET name = 'New' WHERE id = ${id}::uuid`
        : await tx.organisation.update(rename(id));
    const turns = [
      [one?.id, other?.id],
      [other?.id, one?.id],
    ].map(([first, second], nth) =>
      db.$transaction(async (tx) => {
        await update(tx, first);
        halfway[nth]?.resolve();
        await both;
        await update(tx, second);
      }),
    );
    return Promise.allSettled(turns);
  };
  for (const byHand of [true, false]) {
    const victims = (await clash(byHand)).filter(({ status }) => status === "rejected");
    expect(victims).toHaveLength(1);
    const [victim] = victims;
    expect(victim?.status === "rejected" && isBusy(victim.reason)).toBe(true);
  }
});

it("anything else is not", async () => {
  const { db } = database;
  expect(isBusy(await caught(db.$executeRaw`SELECT 1 / 0`))).toBe(false);
  expect(isBusy(new Error("no"))).toBe(false);
});
