import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestOrganisation, testOrganisation } from "@/lib/auth/testing/organisation";
import { testServices } from "@/proof/harness/services";
import type { Ctx } from "@/lib/context";
import { type TestDatabase, testDatabase } from "@/prisma/testing/database";
import { createToken } from "./create-token";
import { findTokenActor } from "./find-token-actor";
import { listTokens } from "./list-tokens";
import { revokeToken } from "./revoke-token";
import { isTokenText, newTokenText } from "./token-text";

let database: TestDatabase;
let organisation: TestOrganisation;
let admin: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  admin = await organisation.person("admin");
});

afterAll(async () => {
  await database.drop();
});

it("makes tokens that no typing error survives", () => {
  const token = newTokenText();
  expect(token).toMatch(/^phs_[A-Za-z0-9_-]{49}$/);
  expect(isTokenText(token)).toBe(true);
  for (const at of [4, 20, 46, 48]) {
    const other = token[at] === "A" ? "B" : "A";
    expect(isTokenText(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
  }
});

it("knows a token by what it may do, stores only its hash, and notes its use", async () => {
  const { development } = organisation;
  const made = await createToken(admin, {
    name: "ci",
    scopes: ["secrets:read"],
    environmentIds: [development],
  });
  const stored = await database.db.serviceToken.findUniqueOrThrow({ where: { id: made.id } });
  expect(JSON.stringify(stored)).not.toContain(made.token);
  expect(stored.lastUsedAt).toBeNull();
  expect(await findTokenActor(database.db, made.token)).toEqual({
    kind: "token",
    organisationId: organisation.id,
    tokenId: made.id,
    name: "ci",
    scopes: ["secrets:read"],
    environmentIds: [development],
  });
  const [listed] = await listTokens(admin);
  expect(listed).toMatchObject({ id: made.id, name: "ci", lastUsedAt: expect.any(String) });
  expect(JSON.stringify(listed)).not.toContain(made.token);
});

it("refuses a revoked, an expired and an unknown token", async () => {
  const revoked = await createToken(admin, { name: "revoked", scopes: ["admin"] });
  await revokeToken(admin, { id: revoked.id });
  expect(await findTokenActor(database.db, revoked.token)).toBeNull();
  await expect(revokeToken(admin, { id: revoked.id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listTokens(admin)).map(({ id }) => id)).not.toContain(revoked.id);

  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const expired = await createToken(admin, { name: "expired", scopes: ["admin"], expiresAt: inAnHour });
  expect(await findTokenActor(database.db, expired.token)).not.toBeNull();
  await database.db.serviceToken.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } });
  expect(await findTokenActor(database.db, expired.token)).toBeNull();

  expect(await findTokenActor(database.db, newTokenText())).toBeNull();
  expect(await findTokenActor(database.db, "nonsense")).toBeNull();
});

it("refuses a time that has passed and an environment of someone else", async () => {
  const passed = createToken(admin, { name: "x", scopes: ["admin"], expiresAt: new Date(0).toISOString() });
  await expect(passed).rejects.toMatchObject({ details: { issues: [{ path: "expiresAt" }] } });
  const other = await testOrganisation(testServices(database.db));
  const foreign = createToken(admin, { name: "x", scopes: ["admin"], environmentIds: [other.development] });
  await expect(foreign).rejects.toMatchObject({ details: { issues: [{ path: "environmentIds" }] } });
});

it("lets only those manage tokens who may, in their own organisation", async () => {
  const made = await createToken(admin, { name: "mine", scopes: ["admin"] });
  const stranger = await (await testOrganisation(testServices(database.db))).person("owner");
  await expect(revokeToken(stranger, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await listTokens(stranger)).toEqual([]);
  const unable = [
    await organisation.person("developer"),
    await organisation.person("viewer"),
    organisation.token(["secrets:read", "rotation:manage", "credentials:manage"]),
    // Limited to one environment, it could make itself one that is not.
    organisation.token(["admin"], [organisation.development]),
  ];
  for (const ctx of unable) {
    await expect(createToken(ctx, { name: "x", scopes: ["admin"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(revokeToken(ctx, { id: made.id })).rejects.toMatchObject({ code: "forbidden" });
  }
});
