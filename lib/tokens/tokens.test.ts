import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestOrganisation, testOrganisation, BY_HAND } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import type { Ctx } from "@/lib/access/context";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { removeMember } from "@/lib/members/remove-member";
import { createMember } from "@/lib/members/create-member";
import { inviteMember } from "@/lib/members/invite-member";
import { updateMember } from "@/lib/members/update-member";
import { Prisma } from "@/lib/generated/prisma/client";
import { may } from "@/lib/access/permissions";
import { createServiceTokenSchema } from "@/lib/api/service-tokens";
import { createToken } from "./create-token";
import { findToken, findTokenActor } from "./find-token-actor";
import { keepToken } from "./keep-token";
import { getToken } from "./get-token";
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

it("generates tokens that no typing error survives", () => {
  const token = newTokenText();
  expect(token).toMatch(/^phs_[A-Za-z0-9_-]{49}$/);
  expect(isTokenText(token)).toBe(true);
  for (const at of [4, 20, 46, 48]) {
    const other = token[at] === "A" ? "B" : "A";
    expect(isTokenText(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
  }
});

it("stores only a token's hash, knows what it may do, and records its use", async () => {
  const { development } = organisation;
  const made = await createToken(admin, {
    name: "ci",
    scopes: ["secrets:read"],
    environmentIds: [development],
  });
  const stored = await database.db.serviceToken.findUniqueOrThrow({ where: { id: made.id } });
  expect(JSON.stringify(stored)).not.toContain(made.token);
  expect(stored.lastUsedAt).toBeNull();
  expect(await findTokenActor(database.db, made.token, "203.0.113.9")).toEqual({
    kind: "token",
    organisationId: organisation.id,
    tokenId: made.id,
    name: "ci",
    scopes: ["secrets:read"],
    environmentIds: [development],
    keys: [],
    expiresAt: new Date(made.expiresAt ?? 0),
    answersTo: { role: "admin", environmentRoles: [] },
  });
  const [listed] = (await listTokens(admin)).serviceTokens;
  expect(listed).toMatchObject({
    id: made.id,
    name: "ci",
    lastUsedAt: expect.any(String) as unknown,
    lastUsedFrom: "203.0.113.9",
  });
  expect(JSON.stringify(listed)).not.toContain(made.token);
});

it("has a unique name while it is valid", async () => {
  const make = (ctx = admin) => createToken(ctx, { name: "deploy", scopes: ["admin"] });
  const both = await Promise.allSettled([make(), make()]);
  const refused = both.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  expect(refused).toMatchObject([{ code: "name_exists", details: { issues: [{ path: "name" }] } }]);
  const [made] = both.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const elsewhere = await testOrganisation(testServices(database.db));
  await expect(make(await elsewhere.person("owner"))).resolves.toMatchObject({ name: "deploy" });
  await revokeToken(admin, { id: made?.id ?? "" });
  await expect(make()).resolves.toMatchObject({ name: "deploy" });
});

it("refuses a revoked, an expired and an unknown token", async () => {
  const revoked = await createToken(admin, { name: "revoked", scopes: ["admin"] });
  await revokeToken(admin, { id: revoked.id });
  expect(await findTokenActor(database.db, revoked.token, null)).toBeNull();
  await expect(revokeToken(admin, { id: revoked.id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listTokens(admin)).serviceTokens.map(({ id }) => id)).not.toContain(revoked.id);
  await expect(getToken(admin, { id: revoked.id })).rejects.toMatchObject({ code: "not_found" });

  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const expired = await createToken(admin, { name: "expired", scopes: ["admin"], expiresAt: inAnHour });
  expect(await findTokenActor(database.db, expired.token, null)).not.toBeNull();
  await database.db.serviceToken.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } });
  expect(await findTokenActor(database.db, expired.token, null)).toBeNull();

  expect(await findTokenActor(database.db, newTokenText(), null)).toBeNull();
  expect(await findTokenActor(database.db, "nonsense", null)).toBeNull();
});

it("refuses a time that has passed and an environment of someone else", async () => {
  const passed = createToken(admin, { name: "x", scopes: ["admin"], expiresAt: new Date(0).toISOString() });
  await expect(passed).rejects.toMatchObject({ details: { issues: [{ path: "expiresAt" }] } });
  const other = await testOrganisation(testServices(database.db));
  const foreign = createToken(admin, { name: "x", scopes: ["admin"], environmentIds: [other.development] });
  await expect(foreign).rejects.toMatchObject({ details: { issues: [{ path: "environmentIds" }] } });
});

it("lets only permitted members manage tokens, in their own organisation", async () => {
  const made = await createToken(admin, { name: "mine", scopes: ["admin"] });
  const stranger = await (await testOrganisation(testServices(database.db))).person("owner");
  await expect(revokeToken(stranger, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listTokens(stranger)).serviceTokens).toEqual([]);
  const unable = [
    await organisation.person("developer"),
    await organisation.person("viewer"),
    organisation.token(["secrets:read", "rotation:manage", "credentials:manage"]),
    // Limited to one environment, it could create one without the limit.
    organisation.token(["admin"], [organisation.development]),
  ];
  for (const ctx of unable) {
    await expect(createToken(ctx, { name: "x", scopes: ["admin"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(revokeToken(ctx, { id: made.id })).rejects.toMatchObject({ code: "forbidden" });
  }
});

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const daysLeft = (at: string | null) => at && Math.round((Date.parse(at) - Date.now()) / DAY_MS);

/** The context of requests that send this token. */
async function holding(token: string): Promise<Ctx> {
  const actor = await findTokenActor(database.db, token, null);
  if (actor === null) throw new Error("The token does not count.");
  return { ...admin, actor };
}

it("ends tokens after 90 days, later or never only if requested", async () => {
  const usual = await createToken(admin, { name: "usual", scopes: ["admin"] });
  expect(daysLeft(usual.expiresAt)).toBe(90);
  const long = await createToken(admin, { name: "long", scopes: ["admin"], expiresAt: inDays(365) });
  expect(daysLeft(long.expiresAt)).toBe(365);
  const endless = await createToken(admin, { name: "endless", scopes: ["admin"], expiresAt: null });
  expect(endless.expiresAt).toBeNull();
});

it("lets no token create what outlives it: neither a token nor a person's access", async () => {
  const short = await createToken(admin, { name: "short", scopes: ["admin"], expiresAt: inDays(1) });
  const ctx = await holding(short.token);
  const child = await createToken(ctx, { name: "child", scopes: ["admin"] });
  expect(child).toMatchObject({ expiresAt: short.expiresAt, madeBy: { kind: "token", id: short.id } });
  for (const expiresAt of [null, inDays(2)]) {
    const longer = createToken(ctx, { name: "longer", scopes: ["admin"], expiresAt });
    await expect(longer).rejects.toMatchObject({ details: { issues: [{ path: "expiresAt" }] } });
  }
  const viewer = await organisation.person("viewer");
  const person = { email: "x@example.com", name: "", role: "admin" as const, environmentRoles: [] };
  await expect(inviteMember(ctx, { id: viewer.memberId }, BY_HAND)).rejects.toMatchObject({
    code: "forbidden",
  });
  const invited = createMember(ctx, person, BY_HAND);
  await expect(invited).rejects.toMatchObject({ code: "forbidden" });
  const raised = updateMember(ctx, { id: viewer.memberId, role: "admin" });
  await expect(raised).rejects.toMatchObject({ code: "forbidden" });
});

it("ends a member's tokens with the member, recursively, except what an owner keeps", async () => {
  const owner = await organisation.person("owner");
  const maker = await organisation.person("admin");
  const first = await createToken(maker, { name: "first", scopes: ["admin"] });
  const second = await createToken(await holding(first.token), { name: "second", scopes: ["admin"] });
  const third = await createToken(await holding(second.token), { name: "third", scopes: ["secrets:read"] });
  const kept = await createToken(await holding(first.token), { name: "kept", scopes: ["admin"] });
  const below = await createToken(await holding(kept.token), { name: "below", scopes: ["admin"] });
  const further = await createToken(await holding(below.token), { name: "further", scopes: ["admin"] });
  await expect(keepToken(maker, { id: kept.id })).rejects.toMatchObject({ code: "forbidden" });
  expect(await keepToken(owner, { id: kept.id })).toMatchObject({
    answersTo: null,
    keptBy: `user:${owner.email}`,
  });
  const foreign = await (await testOrganisation(testServices(database.db))).person("owner");
  await expect(keepToken(foreign, { id: first.id })).rejects.toMatchObject({ code: "not_found" });

  await removeMember(owner, { id: maker.memberId });
  for (const { token } of [first, second, third]) {
    expect(await findTokenActor(database.db, token, null)).toBeNull();
  }
  for (const { token } of [kept, below, further]) await holding(token);
  await revokeToken(owner, { id: kept.id });
  for (const { token } of [below, further]) {
    expect(await findTokenActor(database.db, token, null)).toBeNull();
  }
});

it("accepts no token of a former member, however they left", async () => {
  const maker = await organisation.person("admin");
  const { token } = await createToken(maker, { name: "left behind", scopes: ["admin"] });
  await database.db.member.delete({ where: { id: maker.memberId } });
  expect(await findTokenActor(database.db, token, null)).toBeNull();
  await expect(createToken(maker, { name: "too late", scopes: ["admin"] })).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

it("lets a token do no more than its creator may now", async () => {
  const maker = await organisation.person("admin");
  const { token } = await createToken(maker, { name: "bounded", scopes: ["admin"] });
  await updateMember(admin, { id: maker.memberId, role: "viewer" });
  const { actor } = await holding(token);
  expect(may(actor, "read")).toBe(true);
  expect(may(actor, "secrets:read")).toBe(false);
});

it("creates nothing with a token that is revoked at this moment", async () => {
  const made = await createToken(admin, { name: "racing", scopes: ["admin"] });
  const ctx = await holding(made.token);
  await revokeToken(admin, { id: made.id });
  const late = createToken(ctx, { name: "late", scopes: ["admin"] });
  await expect(late).rejects.toMatchObject({ code: "unauthenticated" });
});

it("refuses an empty list of environments, which would mean all", () => {
  const body = { name: "x", scopes: ["admin"], environmentIds: [] };
  expect(createServiceTokenSchema.safeParse(body).error?.issues).toMatchObject([
    { path: ["environmentIds"] },
  ]);
});

it("reads nothing ahead for an invalid token", async () => {
  const made = await createToken(
    admin,
    createServiceTokenSchema.parse({ name: "t", scopes: ["secrets:read"] }),
  );
  const fails = ({ organisationId }: { organisationId: Prisma.Sql }) =>
    Prisma.sql`(1 / (length(${organisationId}::text) - length(${organisationId}::text)))::text`;
  const ask = async () => await findToken(database.db, made.token, null, fails);
  await expect(ask()).rejects.toThrow(/division by zero/);
  const { expiresAt } = await database.db.serviceToken.findUniqueOrThrow({ where: { id: made.id } });
  for (const [counts, ends] of [
    [{ expiresAt }, { expiresAt: new Date(0) }],
    [{ revokedAt: null }, { revokedAt: new Date() }],
  ]) {
    await database.db.serviceToken.update({ where: { id: made.id }, data: ends ?? {} });
    expect(await ask()).toBeNull();
    await database.db.serviceToken.update({ where: { id: made.id }, data: counts ?? {} });
  }
});
