import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestOrganisation, testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";
import { updateMe } from "@/lib/members/update-me";
import { removeMember } from "@/lib/members/remove-member";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { endSession } from "@/lib/sessions/end-session";
import { listSessions } from "@/lib/sessions/list-sessions";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { deviceOf, newDeviceCookie } from "./device-cookie";
import type { GuessKind } from "./guesses";
import { hashPassword } from "./password";
import { liveSession } from "./session";
import { sessionTokenHash } from "./session-token";
import { signIn } from "./sign-in";

const PASSWORD = "seven green bicycles";

let database: TestDatabase;
let organisation: TestOrganisation;
let passwordHash: string;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
  passwordHash = await hashPassword(PASSWORD);
});

afterAll(async () => {
  await database.drop();
});

function anywhere() {
  return { ip: randomUUID(), userAgent: "vitest" };
}

async function signedIn(email: string) {
  const session = await signIn(database.db, anywhere(), { email, password: PASSWORD });
  if (session === null) throw new Error("The right password was refused.");
  const where = { tokenHash: sessionTokenHash(session.sessionToken) };
  const { id: sessionId } = await database.db.session.findUniqueOrThrow({ where });
  return { ...session, sessionId };
}

it("opens a session only for the right password", async () => {
  const person = await organisation.person("developer", passwordHash);
  const { sessionToken, userId } = await signedIn(person.email.toUpperCase());
  const session = await liveSession(database.db, sessionToken);
  expect(session?.actor).toEqual({ ...person.actor, sessionId: expect.any(String) as unknown });
  expect(session?.user.id).toBe(userId);
  const wrong = { email: person.email, password: "seven green bicycle" };
  expect(await signIn(database.db, anywhere(), wrong)).toBeNull();
  expect(await signIn(database.db, anywhere(), { ...wrong, email: "nobody@example.com" })).toBeNull();
  const actions = await database.db.auditEntry.findMany({
    where: { subjectId: userId },
    select: { action: true },
    orderBy: { id: "asc" },
  });
  expect(actions.map(({ action }) => action)).toEqual(["session.started"]);
});

/** As after many guesses: the next attempt is answered, and later ones wait at least a minute. */
async function afterMany(kind: GuessKind, name: string): Promise<void> {
  const row = { tries: 40, openAt: new Date(0), at: new Date() };
  const key = `${kind} ${name}`;
  await database.db.guess.upsert({ where: { key }, create: { key, ...row }, update: row });
}

it("slows guesses from one address down, and immediately lets the person in from another", async () => {
  const person = await organisation.person("developer", passwordHash);
  const origin = anywhere();
  await afterMany("pair", `${person.email} ${origin.ip}`);
  const guesses = Array.from({ length: 30 }, (_, guess) =>
    signIn(database.db, origin, { email: person.email, password: `guess number ${guess}` }),
  );
  const outcomes = await Promise.allSettled(guesses);
  const hashed = outcomes.filter(({ status }) => status === "fulfilled");
  expect(hashed).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") {
      const retryAfterSeconds = expect.toSatisfy((seconds: number) => seconds > 0) as unknown;
      const details = { retryAfterSeconds };
      expect(outcome.reason).toMatchObject({ code: "too_many_requests", status: 429, details });
    }
  }
  expect(await signedIn(person.email)).toBeDefined();
});

it("counts an attempt that came too early for its account against no address", async () => {
  const { db } = database;
  const person = await organisation.person("owner", passwordHash);
  await afterMany("account", person.email);
  await signIn(db, anywhere(), { email: person.email, password: "a guess from elsewhere" });
  const origin = anywhere();
  for (let time = 0; time < 8; time += 1) {
    const early = signIn(db, origin, { email: person.email, password: PASSWORD });
    await expect(early).rejects.toMatchObject({ code: "too_many_requests" });
  }
  expect(await db.guess.count({ where: { key: { contains: origin.ip } } })).toBe(0);
});

it("keeps a known browser usable for the owner while others guess from everywhere", async () => {
  const person = await organisation.person("owner", passwordHash);
  const { email } = person;
  await afterMany("account", email);
  await signIn(database.db, anywhere(), { email, password: "a guess from elsewhere" });
  const stranger = signIn(database.db, anywhere(), { email, password: PASSWORD });
  await expect(stranger).rejects.toMatchObject({ code: "too_many_requests" });
  const settings = { nextAuthUrl: new URL("https://phase.example.com"), nextAuthSecret: "x".repeat(32) };
  const [cookie = ""] = newDeviceCookie(email, settings).split(";");
  const device = deviceOf(new Headers({ cookie }), email.toUpperCase(), settings);
  expect(await signIn(database.db, anywhere(), { email, password: PASSWORD, device })).not.toBeNull();
  // The cookie is useless for another account or under another secret, and is throttled separately.
  expect(deviceOf(new Headers({ cookie }), "other@example.com", settings)).toBeNull();
  const elsewhere = { ...settings, nextAuthSecret: "y".repeat(32) };
  expect(deviceOf(new Headers({ cookie }), email, elsewhere)).toBeNull();
  await afterMany("device", `${email} ${device}`);
  await signIn(database.db, anywhere(), { email, password: "a guess from here", device });
  const next = signIn(database.db, anywhere(), { email, password: PASSWORD, device });
  await expect(next).rejects.toMatchObject({ code: "too_many_requests" });
});

it("counts every address of one IPv6 network as one", async () => {
  const person = await organisation.person("developer", passwordHash);
  const guess = (host: number) =>
    signIn(
      database.db,
      { ip: `2001:db8:1:2::${host}`, userAgent: null },
      { email: person.email, password: "seven green bicycle" },
    );
  await afterMany("pair", `${person.email} 2001:db8:1:2::/64`);
  expect(await guess(1)).toBeNull();
  await expect(guess(2)).rejects.toMatchObject({ code: "too_many_requests" });
});

it("does the same work for an unknown email", async () => {
  const person = await organisation.person("developer", passwordHash);
  const workFor = async (email: string): Promise<string[]> => {
    const done: string[] = [];
    const db = database.db.$extends({
      query: {
        async $allOperations({ operation, model, args, query }) {
          done.push(model === undefined ? operation : `${model}.${operation}`);
          return (await query(args)) as unknown;
        },
      },
    }) as unknown as typeof database.db;
    expect(await signIn(db, anywhere(), { email, password: "seven green bicycle" })).toBeNull();
    return done;
  };
  const known = await workFor(person.email);
  const unknown = await workFor(`${randomUUID()}@example.com`);
  expect(unknown).toEqual(known);
  // Nor for a member who hasn't followed their link yet.
  await database.db.user.update({ where: { id: person.actor.userId }, data: { passwordHash: null } });
  expect(await workFor(person.email)).toEqual(known);
});

it("doesn't count right passwords as guesses", async () => {
  const person = await organisation.person("developer", passwordHash);
  const origin = anywhere();
  for (let time = 0; time < 25; time += 1) {
    expect(await signIn(database.db, origin, { email: person.email, password: PASSWORD })).not.toBeNull();
  }
});

it("rejects a session that ended, is idle, too old, or whose member left", async () => {
  const person = await organisation.person("developer", passwordHash);
  const owner = await organisation.person("owner");
  const ended = await signedIn(person.email);
  await endSession(person, { id: ended.sessionId });
  expect(await liveSession(database.db, ended.sessionToken)).toBeNull();

  const idle = await signedIn(person.email);
  const longAgo = new Date(Date.now() - 31 * 60_000);
  await database.db.session.update({ where: { id: idle.sessionId }, data: { lastSeenAt: longAgo } });
  expect(await liveSession(database.db, idle.sessionToken)).toBeNull();

  const old = await signedIn(person.email);
  await database.db.session.update({ where: { id: old.sessionId }, data: { expiresAt: new Date() } });
  expect(await liveSession(database.db, old.sessionToken)).toBeNull();

  const left = await signedIn(person.email);
  await removeMember(owner, { id: person.memberId });
  expect(await liveSession(database.db, left.sessionToken)).toBeNull();
  expect(await liveSession(database.db, "no id")).toBeNull();
});

it("ends the other sessions by command and with a new password", async () => {
  const person = await organisation.person("developer", passwordHash);
  const second = await signedIn(person.email);
  expect((await listSessions(person)).map(({ id, current }) => [id, current])).toEqual(
    expect.arrayContaining([
      [person.actor.sessionId, true],
      [second.sessionId, false],
    ]),
  );
  await endOtherSessions(person);
  expect((await listSessions(person)).map(({ id }) => id)).toEqual([person.actor.sessionId]);

  const third = await signedIn(person.email);
  const wrong = updateMe(person, { password: "eight green bicycles", currentPassword: "no" });
  await expect(wrong).rejects.toMatchObject({ details: { issues: [{ path: "currentPassword" }] } });
  await updateMe(person, { password: "eight green bicycles", currentPassword: PASSWORD });
  expect(await liveSession(database.db, third.sessionToken)).toBeNull();
  expect(await liveSession(database.db, person.sessionToken)).not.toBeNull();
  expect(await signIn(database.db, anywhere(), { email: person.email, password: PASSWORD })).toBeNull();
});

it("hides a member's sessions from everyone else", async () => {
  const person = await organisation.person("developer", passwordHash);
  const owner = await organisation.person("owner");
  const attempt = endSession(owner, { id: person.actor.sessionId });
  await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  await expect(listSessions(organisation.token(["admin"]))).rejects.toMatchObject({ code: "forbidden" });
});

it("stores nothing from which a cookie could be made", async () => {
  const person = await organisation.person("developer", passwordHash);
  const { sessionToken, sessionId } = await signedIn(person.email);
  const row = await database.db.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(JSON.stringify(row)).not.toContain(sessionToken);
  expect(await liveSession(database.db, sessionId)).toBeNull();
});

it("ends the browser's previous session when it signs in again", async () => {
  const person = await organisation.person("developer", passwordHash);
  const before = await signedIn(person.email);
  const login = { email: person.email, password: PASSWORD };
  const wrong = { ...login, password: "seven green bicycle", replaces: before.sessionToken };
  expect(await signIn(database.db, anywhere(), wrong)).toBeNull();
  expect(await liveSession(database.db, before.sessionToken)).not.toBeNull();
  await signIn(database.db, anywhere(), { ...login, replaces: before.sessionToken });
  expect(await liveSession(database.db, before.sessionToken)).toBeNull();
});

it("renews a session only by a person's actions", async () => {
  const person = await organisation.person("developer", passwordHash);
  const { sessionToken, sessionId } = await signedIn(person.email);
  const seen = new Date(Date.now() - 20 * 60_000);
  const where = { id: sessionId };
  await database.db.session.update({ where, data: { lastSeenAt: seen } });
  await liveSession(database.db, sessionToken, { renew: false });
  expect((await database.db.session.findUniqueOrThrow({ where })).lastSeenAt).toEqual(seen);
  await liveSession(database.db, sessionToken);
  expect((await database.db.session.findUniqueOrThrow({ where })).lastSeenAt > seen).toBe(true);
});

it("hashes a password again, once, if its hash has other parameters", async () => {
  const weak = await hash(PASSWORD, { memoryCost: 4_096, timeCost: 3, parallelism: 1 });
  const person = await organisation.person("developer", weak);
  const where = { id: person.actor.userId };
  const stored = async () => (await database.db.user.findUniqueOrThrow({ where })).passwordHash;
  const wrong = { email: person.email, password: "seven green bicycle" };
  expect(await signIn(database.db, anywhere(), wrong)).toBeNull();
  expect(await stored()).toBe(weak);
  await signedIn(person.email);
  const made = await stored();
  expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  await signedIn(person.email);
  expect(await stored()).toBe(made);
});
