import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/prisma/testing/database";
import { beginWork } from "./store";

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
