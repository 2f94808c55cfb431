import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { createDb, type Db } from "@/lib/db";
import { PREPARED } from "./prepared";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await testDatabase();
  db = createDb(database.url, { max: 1 });
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const prepared = () => db.$queryRaw<{ statement: string }[]>`SELECT statement FROM pg_prepared_statements`;

it("a marked statement is prepared once per connection, whatever its values, and no other is", async () => {
  const one = (value: number) => db.$queryRaw`${PREPARED} SELECT ${value}::int AS marked`;
  expect([await one(1), await one(2)]).toEqual([[{ marked: 1 }], [{ marked: 2 }]]);
  await db.$queryRaw`SELECT ${3}::int AS usual`;
  const found = (await prepared()).map(({ statement }) => statement);
  expect(found).toEqual(["/* prepared */ SELECT $1::int AS marked"]);
});

it("a table that gets a column in between makes no difference", async () => {
  const read = () => db.$queryRaw`${PREPARED} SELECT to_jsonb(app) - 'id' AS row FROM app`;
  await read();
  await db.$executeRaw`ALTER TABLE app ADD COLUMN later int`;
  expect(await read()).toEqual([]);
});
