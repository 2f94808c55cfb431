/** Rows that ended long ago are removed, unless something still depends on them. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { purgeTokens } from "@/lib/tokens/purge-tokens";
import { purgeSessions } from "./purge-sessions";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const days = (count: number) => new Date(Date.now() + count * 86_400_000);

it("removes sessions a month after their end", async () => {
  const { db } = database;
  const user = await db.user.create({ data: { email: "ada@example.com", name: "Ada", passwordHash: "-" } });
  const session = (tokenHash: string, expiresAt: Date, endedAt: Date | null) => ({
    ...{ tokenHash, userId: user.id, expiresAt, endedAt },
  });
  await db.session.createMany({
    data: [
      session("runs", days(1), null),
      session("expired lately", days(-29), null),
      session("expired", days(-31), null),
      session("ended lately", days(1), days(-29)),
      session("ended", days(1), days(-31)),
    ],
  });
  await purgeSessions(db);
  const left = await db.session.findMany({ orderBy: { tokenHash: "asc" } });
  expect(left.map(({ tokenHash }) => tokenHash)).toEqual(["ended lately", "expired lately", "runs"]);
});

it("removes service tokens three months after they were revoked, unless another one says that it made it", async () => {
  const { db } = database;
  const { id: organisationId } = await db.organisation.create({ data: { name: "Acme" } });
  const create = async (name: string, revokedAt: Date | null, madeByTokenId: string | null = null) => {
    const of = { organisationId, name, tokenHash: name, tokenHint: "-", createdBy: "user:ada@example.com" };
    const row = { ...of, scopes: ["secrets:read"], environmentIds: [], revokedAt, madeByTokenId };
    return (await db.serviceToken.create({ data: row })).id;
  };
  await create("works", null);
  await create("revoked lately", days(-89));
  await create("revoked", days(-91));
  await create("made", null, await create("maker", days(-91)));
  await purgeTokens(db);
  const left = await db.serviceToken.findMany({ orderBy: { name: "asc" } });
  expect(left.map(({ name }) => name)).toEqual(["made", "maker", "revoked lately", "works"]);
});
