import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BY_HAND, TEST_ORIGIN, type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { hashPassword } from "@/lib/auth/password";
import { liveSession } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { acceptInvitation, readInvitation } from "./accept-invitation";
import { createMember } from "./create-member";
import { inviteMember } from "./invite-member";
import { listMembers } from "./list-members";
import type { Invited } from "./send-invitation";
import { updateMe } from "./update-me";
import { updateMember } from "./update-member";
import { withdrawInvitation } from "./withdraw-invitation";

const PASSWORD = "seven green bicycles";

let database: TestDatabase;
let organisation: TestOrganisation;
let admin: Awaited<ReturnType<TestOrganisation["person"]>>;

beforeAll(async () => {
  database = await testDatabase({ as: "program" });
  organisation = await testOrganisation(testServices(database.db));
  admin = await organisation.person("admin");
});
afterAll(() => database.drop());

const anyone = () => ({ db: database.db, origin: TEST_ORIGIN });
const newcomer = () => ({
  email: `${randomUUID()}@example.com`,
  name: "Nora New",
  role: "developer" as const,
  environmentRoles: [],
});
const enter = async (email: string, password: string) =>
  await signIn(database.db, { ip: randomUUID(), userAgent: null }, { email, password });
const tokenOf = ({ link }: { link: string | null }) => new URL(link ?? "").hash.slice(1);
const noLink = { code: "not_found", details: { securityEvent: "invitation_refused" } };

it("lets members choose their own password, once", async () => {
  const { email, id, userId, hasPassword, invitation } = await createMember(admin, newcomer(), BY_HAND);
  expect(hasPassword).toBe(false);
  expect(await enter(email, "")).toBeNull();
  const token = tokenOf(invitation);
  const left = new Date(invitation.expiresAt).getTime() - Date.now();
  expect(left / 3_600_000).toBeCloseTo(24, 1);
  // A copy of the database can't follow a link.
  const stored = await database.db.invitation.findUniqueOrThrow({ where: { userId } });
  expect(JSON.stringify(stored)).not.toContain(token);
  await expect(
    acceptInvitation(anyone(), { token: stored.tokenHash, password: PASSWORD }),
  ).rejects.toMatchObject(noLink);

  expect(await readInvitation(anyone(), { token })).toMatchObject({ email, isFirst: true });
  for (const password of ["password1234567", "NoraNew", email]) {
    await expect(acceptInvitation(anyone(), { token, password })).rejects.toMatchObject({
      details: { issues: [{ path: "password" }] },
    });
  }
  const both = [PASSWORD, "eight green bicycles"].map((password) =>
    acceptInvitation(anyone(), { token, password }),
  );
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(readInvitation(anyone(), { token })).rejects.toMatchObject(noLink);
  expect(
    await enter(email, outcomes[0]?.status === "fulfilled" ? PASSWORD : "eight green bicycles"),
  ).not.toBeNull();
  const about = { OR: [{ subjectId: id }, { subjectId: userId }] };
  const entries = await database.db.auditEntry.findMany({ where: about, orderBy: { id: "asc" } });
  expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["member.added", admin.actor.userId],
    ["member.invited", admin.actor.userId],
    ["user.invitation_accepted", userId],
    ["session.started", userId],
  ]);
});

it("gives a member who lost their password another one, and then ends their sessions", async () => {
  const person = await organisation.person("developer", await hashPassword(PASSWORD));
  const token = tokenOf(await inviteMember(admin, { id: person.memberId }, BY_HAND));
  expect(await readInvitation(anyone(), { token })).toMatchObject({ isFirst: false });
  expect(await liveSession(database.db, person.sessionToken)).not.toBeNull();
  expect(await enter(person.email, PASSWORD)).not.toBeNull();
  await acceptInvitation(anyone(), { token, password: "eight green bicycles" });
  expect(await liveSession(database.db, person.sessionToken)).toBeNull();
  expect(await enter(person.email, PASSWORD)).toBeNull();
  expect(await enter(person.email, "eight green bicycles")).not.toBeNull();
});

it("expires when replaced, withdrawn, a day old, or overtaken by a new password or an owner's role", async () => {
  const owner = await organisation.person("owner");
  const ended: Record<string, (person: typeof admin) => Promise<unknown>> = {
    replaced: ({ memberId }) => inviteMember(admin, { id: memberId }, BY_HAND),
    withdrawn: ({ memberId }) => withdrawInvitation(admin, { id: memberId }),
    old: ({ actor: { userId } }) =>
      database.db.invitation.update({ where: { userId }, data: { expiresAt: new Date() } }),
    "new password": (person) =>
      updateMe(person, { currentPassword: PASSWORD, password: "eight green bicycles" }),
    "role of an owner": ({ memberId }) => updateMember(owner, { id: memberId, role: "owner" }),
    removed: ({ actor: { userId } }) => database.db.member.deleteMany({ where: { userId } }),
  };
  for (const [way, end] of Object.entries(ended)) {
    const person = await organisation.person("developer", await hashPassword(PASSWORD));
    const token = tokenOf(await inviteMember(admin, { id: person.memberId }, BY_HAND));
    await end(person);
    await expect(readInvitation(anyone(), { token }), way).rejects.toMatchObject(noLink);
    const followed = acceptInvitation(anyone(), { token, password: PASSWORD });
    await expect(followed, way).rejects.toMatchObject(noLink);
  }
});

it("can't be used to bypass one's own password, to reach an owner, or by anyone but admins", async () => {
  const owner = await organisation.person("owner");
  const developer = await organisation.person("developer");
  const stranger = await (await testOrganisation(testServices(database.db))).person("owner");
  const attempts = [
    [admin, owner, "forbidden"],
    [organisation.token(["admin"]), owner, "forbidden"],
    [developer, admin, "forbidden"],
    [stranger, developer, "not_found"],
  ] as const;
  for (const [who, { memberId: id }, code] of attempts) {
    await expect(inviteMember(who, { id }, BY_HAND)).rejects.toMatchObject({ code });
    await expect(withdrawInvitation(who, { id })).rejects.toMatchObject({ code });
  }
  await expect(inviteMember(admin, { id: admin.memberId }, BY_HAND)).rejects.toMatchObject({
    code: "forbidden",
  });
});

it("is emailed if email is configured, and shown to its creator only if the email wasn't sent", async () => {
  const sent: Invited[] = [];
  const send = vi.fn((invited: Invited) => Promise.resolve(sent.push(invited) === 1));
  const person = newcomer();
  const { id, invitation } = await createMember(admin, person, { origin: "https://phase.example.com", send });
  expect(invitation.link).toBeNull();
  expect(sent).toMatchObject([{ email: person.email, isFirst: true }]);
  expect(await readInvitation(anyone(), { token: tokenOf(sent[0] ?? { link: null }) })).toMatchObject({
    email: person.email,
  });
  const again = await inviteMember(admin, { id }, { origin: "https://phase.example.com", send });
  expect(again.link).toBe(sent[1]?.link);
  const told = await database.db.auditEntry.findMany({
    where: { action: "member.invited", subjectId: id },
    orderBy: { id: "asc" },
  });
  expect(told.map(({ detail }) => (detail as { sentBy: string }).sentBy)).toEqual(["email", "email", "hand"]);
  expect((await listMembers(admin)).members.find((member) => member.id === id)?.invitationExpiresAt).toBe(
    again.expiresAt,
  );
});
