/** What an edit of a service token may change. It can't extend a lifetime beyond what the caller could give. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import type { Ctx } from "@/lib/access/context";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { createToken } from "./create-token";
import { findTokenActor } from "./find-token-actor";
import { getToken } from "./get-token";
import { keepToken } from "./keep-token";
import { revokeToken } from "./revoke-token";
import { updateToken } from "./update-token";

let database: TestDatabase;
let organisation: TestOrganisation;
let admin: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  admin = await organisation.person("admin");
});
afterAll(() => database.drop());

async function holding(token: string): Promise<Ctx> {
  const actor = await findTokenActor(database.db, token, null);
  if (actor === null) throw new Error("The token does not count.");
  return { ...admin, actor };
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const make = (ctx: Ctx, days: number | null, name = uuidv7()) =>
  createToken(ctx, { name, scopes: ["admin"], expiresAt: days === null ? null : inDays(days) });
const refusedEnd = { details: { issues: [{ path: "expiresAt" }] } };

it("changes name and expiry, and the audit log has both", async () => {
  const { id, name, expiresAt } = await make(admin, 10);
  const end = inDays(20);
  const renamed = `${name} renamed`;
  expect(await updateToken(admin, { id, name: renamed, expiresAt: end })).toMatchObject({
    name: renamed,
    expiresAt: end,
  });
  const audit = await database.db.auditEntry.findFirst({
    where: { subjectId: id, action: "service_token.updated" },
  });
  expect(audit?.detail).toEqual({
    changes: [
      { field: "name", before: name, after: renamed },
      { field: "expiresAt", before: expiresAt, after: end },
    ],
  });
  const { name: taken } = await make(admin, 10);
  await expect(updateToken(admin, { id, name: taken })).rejects.toMatchObject({ code: "name_exists" });
  await expect(updateToken(admin, { id, expiresAt: inDays(-1) })).rejects.toMatchObject(refusedEnd);
  await revokeToken(admin, { id });
  await expect(updateToken(admin, { id, name })).rejects.toMatchObject({ code: "not_found" });
});

it("revives no expired token", async () => {
  const { id, token } = await make(admin, 10);
  await database.db.serviceToken.update({ where: { id }, data: { expiresAt: new Date(0) } });
  await expect(updateToken(admin, { id, expiresAt: inDays(1) })).rejects.toMatchObject(refusedEnd);
  expect(await findTokenActor(database.db, token, null)).toBeNull();
});

it("lets nothing outlive the caller, or the token that created it, unless an owner keeps it", async () => {
  const owner = await organisation.person("owner");
  const maker = await make(admin, 10);
  const ctx = await holding(maker.token);
  const { id } = await make(ctx, 5);
  const another = await make(admin, 20);
  for (const expiresAt of [inDays(11), null]) {
    // Neither its creator nor anyone else, nor the creator for another token, nor a token for itself.
    await expect(updateToken(ctx, { id, expiresAt })).rejects.toMatchObject(refusedEnd);
    await expect(updateToken(owner, { id, expiresAt })).rejects.toMatchObject(refusedEnd);
    await expect(updateToken(ctx, { id: another.id, expiresAt })).rejects.toMatchObject(refusedEnd);
    await expect(updateToken(ctx, { id: maker.id, expiresAt })).rejects.toMatchObject(refusedEnd);
  }
  const end = inDays(9);
  expect(await updateToken(ctx, { id, expiresAt: end })).toMatchObject({ expiresAt: end });
  await keepToken(owner, { id });
  expect(await updateToken(owner, { id, expiresAt: null })).toMatchObject({ expiresAt: null });
});

it("leaves the holder of a token shortened meanwhile no more than it has now", async () => {
  const maker = await make(admin, 10);
  const ctx = await holding(maker.token);
  const { id } = await make(ctx, 1);
  await updateToken(admin, { id: maker.id, expiresAt: inDays(5) });
  for (const which of [id, maker.id])
    await expect(updateToken(ctx, { id: which, expiresAt: inDays(8) })).rejects.toMatchObject(refusedEnd);
  const late = await createToken(ctx, { name: uuidv7(), scopes: ["admin"], expiresAt: inDays(8) });
  expect(Date.parse(late.expiresAt ?? "")).toBeLessThan(Date.parse(inDays(6)));
});

it("also shortens the tokens that it created, recursively, except kept ones", async () => {
  const owner = await organisation.person("owner");
  const first = await make(admin, null);
  const second = await make(await holding(first.token), null);
  const third = await make(await holding(second.token), 3);
  const fourth = await make(await holding(second.token), 30);
  const kept = await make(await holding(second.token), null);
  await keepToken(owner, { id: kept.id });
  const end = inDays(7);
  await updateToken(admin, { id: first.id, expiresAt: end });
  const ends = await Promise.all(
    [first, second, third, fourth, kept].map(({ id }) => getToken(admin, { id })),
  );
  expect(ends.map(({ expiresAt }) => expiresAt)).toEqual([end, end, third.expiresAt, end, null]);
  const told = await database.db.auditEntry.findFirst({
    where: { subjectId: second.id, action: "service_token.updated" },
  });
  expect(told?.detail).toEqual({ changes: [{ field: "expiresAt", before: "never", after: end }] });
});

it("only an owner extends what an owner or nobody is responsible for", async () => {
  const owner = await organisation.person("owner");
  const sooner = inDays(9);
  const theirs = await make(owner, 10);
  const kept = await make(admin, 10);
  await keepToken(owner, { id: kept.id });
  const byAdmin = await make(admin, 30);
  const byOwner = await make(owner, 30);
  for (const { id } of [theirs, kept]) {
    for (const ctx of [admin, await holding(byAdmin.token)]) {
      await expect(updateToken(ctx, { id, expiresAt: inDays(12) })).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await updateToken(ctx, { id, expiresAt: sooner })).toBeDefined();
    }
    for (const ctx of [owner, await holding(byOwner.token)])
      expect(await updateToken(ctx, { id, expiresAt: inDays(20) })).toBeDefined();
    await updateToken(owner, { id, expiresAt: inDays(10) });
  }
});
