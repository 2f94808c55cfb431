import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BY_HAND, type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { untilWaiting } from "@/proof/harness/until-waiting";
import { testServices } from "@/proof/harness/test-services";
import { liveSession } from "@/lib/auth/session";
import { createApp } from "@/lib/apps/create-app";
import { getApp } from "@/lib/apps/get-app";
import { listApps } from "@/lib/apps/list-apps";
import { listAudit } from "@/lib/audit-log/list-audit";
import type { EngineServices } from "@/lib/rotation/services";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { createMember } from "./create-member";
import { inviteMember } from "./invite-member";
import { listMembers } from "./list-members";
import { readMe } from "./read-me";
import { removeMember } from "./remove-member";
import { updateMember } from "./update-member";
import { withdrawInvitation } from "./withdraw-invitation";

let database: TestDatabase;
let services: EngineServices;
let organisation: TestOrganisation;

beforeAll(async () => {
  database = await testDatabase();
  services = testServices(database.db);
});

afterAll(async () => {
  await database.drop();
});

async function fresh() {
  organisation = await testOrganisation(services);
  return { owner: await organisation.person("owner"), admin: await organisation.person("admin") };
}

type Asker = Awaited<ReturnType<typeof fresh>>["admin"];

const newcomer = () => ({
  email: `${randomUUID()}@example.com`,
  name: "New",
  role: "developer" as const,
  environmentRoles: [],
});

it("adds a person, once", async () => {
  const { admin } = await fresh();
  const input = newcomer();
  const { invitation: _link, ...member } = await createMember(admin, input, BY_HAND);
  expect(member).toMatchObject({ email: input.email, role: "developer", lastSeenAt: null });
  expect((await listMembers(admin)).members).toContainEqual(member);
  await expect(createMember(admin, input, BY_HAND)).rejects.toMatchObject({ code: "name_exists" });
});

it("changes a role immediately", async () => {
  const { admin } = await fresh();
  const person = await organisation.person("developer");
  await updateMember(admin, { id: person.memberId, role: "viewer" });
  expect((await liveSession(database.db, person.sessionToken))?.actor.role).toBe("viewer");
});

it("keeps owners out of an admin's reach", async () => {
  const { owner, admin } = await fresh();
  const attempts = [
    createMember(admin, { ...newcomer(), role: "owner" }, BY_HAND),
    updateMember(admin, { id: owner.memberId, role: "viewer" }),
    inviteMember(admin, { id: owner.memberId }, BY_HAND),
    withdrawInvitation(admin, { id: owner.memberId }),
    updateMember(admin, { id: admin.memberId, role: "owner" }),
    removeMember(admin, { id: owner.memberId }),
    removeMember(organisation.token(["admin"]), { id: owner.memberId }),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    expect(attempt).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
  }
});

it("always keeps an owner, also if two leave at the same time", async () => {
  const { owner } = await fresh();
  await expect(removeMember(owner, { id: owner.memberId })).rejects.toMatchObject({ code: "conflict" });
  const second = await organisation.person("owner");
  const leaving = await Promise.allSettled([
    updateMember(owner, { id: owner.memberId, role: "admin" }),
    removeMember(second, { id: second.memberId }),
  ]);
  expect(leaving.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await database.db.member.count({ where: { organisationId: organisation.id, role: "owner" } })).toBe(
    1,
  );
});

it.each([
  ["invites", (ctx: Asker, id: string) => inviteMember(ctx, { id }, BY_HAND)],
  ["demotes", (ctx: Asker, id: string) => updateMember(ctx, { id, role: "viewer" })],
  ["removes", (ctx: Asker, id: string) => removeMember(ctx, { id })],
  ["withdraws the link of", (ctx: Asker, id: string) => withdrawInvitation(ctx, { id })],
])("keeps a new owner out of reach even while an admin %s them", async (_verb, attempt) => {
  const { admin } = await fresh();
  const { memberId: id } = await organisation.person("developer");
  const answered = await database.db.$transaction(async (tx) => {
    await tx.member.update({ where: { id }, data: { role: "owner" } });
    const answer = Promise.allSettled([attempt(admin, id)]);
    await untilWaiting(database.db, answer);
    return { answer };
  });
  expect(await answered.answer).toMatchObject([{ reason: { code: "forbidden" } }]);
});

it("refuses developers, viewers and strangers", async () => {
  const { owner } = await fresh();
  const target = await organisation.person("viewer");
  const developer = await organisation.person("developer");
  const stranger = await (await testOrganisation(services)).person("owner");
  await expect(createMember(developer, newcomer(), BY_HAND)).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeMember(developer, { id: target.memberId })).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeMember(stranger, { id: target.memberId })).rejects.toMatchObject({ code: "not_found" });
  const foreign = updateMember(stranger, { id: target.memberId, role: "admin" });
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  expect((await listMembers(owner)).members).toHaveLength(4);
});

it("returns the caller and their permissions", async () => {
  const { owner } = await fresh();
  expect(await readMe(owner)).toMatchObject({
    role: "owner",
    user: { email: owner.email },
    serviceToken: null,
  });
  const limited = organisation.token(["secrets:read"], [organisation.staging]);
  expect(await readMe(limited)).toMatchObject({
    user: null,
    role: null,
    actions: ["read", "secrets:read"],
    serviceToken: { name: "ci", environmentIds: [organisation.staging] },
  });
});

it("creates apps, and shows a limited token only its part", async () => {
  const { admin } = await fresh();
  const app = await createApp(admin, { name: "Billing" });
  expect(app.environments.map(({ name }) => name)).toEqual(["Development", "Staging", "Production"]);
  await expect(createApp(admin, { name: "Billing" })).rejects.toMatchObject({ code: "name_exists" });
  expect((await listApps(admin)).apps.map(({ name }) => name)).toEqual(["Shop", "Billing"]);
  const limited = organisation.token(["secrets:read"], [organisation.staging]);
  expect((await listApps(limited)).apps).toMatchObject([
    { name: "Shop", environments: [{ name: "Staging" }] },
  ]);
  expect(await getApp(limited, organisation.app)).toMatchObject({
    name: "Shop",
    environments: [{ name: "Staging" }],
  });
  await expect(getApp(limited, app)).rejects.toMatchObject({ code: "not_found" });
  const developer = await organisation.person("developer");
  await expect(createApp(developer, { name: "X" })).rejects.toMatchObject({ code: "forbidden" });
});

it("pages the audit log of one organisation, newest first", async () => {
  const { owner, admin } = await fresh();
  for (const name of ["One", "Two", "Three"]) await createApp(admin, { name });
  const first = await listAudit(owner, { limit: 2 });
  expect(first.entries.map(({ subjectName }) => subjectName)).toEqual(["Three", "Two"]);
  const rest = await listAudit(owner, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect(rest.entries.map(({ subjectName }) => subjectName)).toEqual(["One"]);
  expect(rest.nextCursor).toBeNull();
  const stranger = await (await testOrganisation(services)).person("owner");
  expect((await listAudit(stranger, { limit: 50 })).entries).toEqual([]);
  const developer = await organisation.person("developer");
  await expect(listAudit(developer, { limit: 50 })).rejects.toMatchObject({ code: "forbidden" });
});
