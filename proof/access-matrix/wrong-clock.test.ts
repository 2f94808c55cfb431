import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hashPassword } from "@/lib/auth/password";
import { liveSession } from "@/lib/auth/session";
import { sessionTokenHash } from "@/lib/auth/session-token";
import { signIn } from "@/lib/auth/sign-in";
import { acceptInvitation, readInvitation } from "@/lib/members/accept-invitation";
import { createMember } from "@/lib/members/create-member";
import { listSessions } from "@/lib/sessions/list-sessions";
import { createToken } from "@/lib/tokens/create-token";
import { findTokenActor } from "@/lib/tokens/find-token-actor";
import { insertToken } from "@/lib/tokens/insert-token";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { BY_HAND, TEST_ORIGIN, type TestOrganisation, testOrganisation } from "../harness/organisation";
import { testServices } from "../harness/test-services";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const PASSWORD = "seven green bicycles";

let database: TestDatabase;
let organisation: TestOrganisation;
let owner: Awaited<ReturnType<TestOrganisation["person"]>>;
/** The database's time, whatever this process believes. */
let nowMs: number;

beforeAll(async () => {
  database = await testDatabase();
  organisation = await testOrganisation(testServices(database.db));
});
afterAll(() => database.drop());
beforeEach(async () => {
  nowMs = Date.now();
  owner = await organisation.person("owner", await hashPassword(PASSWORD));
});
afterEach(() => {
  vi.useRealTimers();
});

const inMinutes = (minutes: number) => new Date(nowMs + minutes * MINUTE_MS);
const tokenThatEnds = async (expiresAt: Date) => {
  const { token } = await insertToken(database.db, owner, {
    name: uuidv7(),
    scopes: ["secrets:read"],
    expiresAt,
  });
  return token;
};
const session = (data: { expiresAt?: Date; lastSeenAt?: Date }) =>
  database.db.session.update({ where: { tokenHash: sessionTokenHash(owner.sessionToken) }, data });
const invite = async () => {
  const email = `invited-${nowMs}-${Math.random()}@example.com`;
  const made = await createMember(
    owner,
    { email, name: "", role: "developer", environmentRoles: [] },
    BY_HAND,
  );
  return { userId: made.userId, token: new URL(made.invitation.link ?? "").hash.slice(1) };
};

describe.each([
  { clock: "an hour ahead", offMs: HOUR_MS },
  { clock: "an hour behind", offMs: -HOUR_MS },
])("in a process whose clock is $clock, the database decides", ({ offMs }) => {
  const goWrong = () => vi.useFakeTimers({ toFake: ["Date"], now: nowMs + offMs });

  it("when a token ends", async () => {
    const [living, ended] = [await tokenThatEnds(inMinutes(10)), await tokenThatEnds(inMinutes(-10))];
    goWrong();
    expect(await findTokenActor(database.db, living, null)).not.toBeNull();
    expect(await findTokenActor(database.db, ended, null)).toBeNull();
  });

  it("how long a new token lives", async () => {
    goWrong();
    const { expiresAt } = await createToken(owner, { name: uuidv7(), scopes: ["secrets:read"] });
    expect((Date.parse(expiresAt ?? "") - nowMs) / HOUR_MS).toBeCloseTo(90 * 24, 1);
  });

  it("when a session ends, and when it is idle", async () => {
    await session({ expiresAt: inMinutes(10), lastSeenAt: inMinutes(-20) });
    goWrong();
    expect(await listSessions(owner)).toHaveLength(1);
    const { sessionToken } = owner;
    expect(await liveSession(database.db, sessionToken)).not.toBeNull();
    const { lastSeenAt } = await session({});
    expect(Math.abs(lastSeenAt.getTime() - nowMs)).toBeLessThan(5 * MINUTE_MS);
    await session({ lastSeenAt: inMinutes(-31) });
    expect(await liveSession(database.db, sessionToken)).toBeNull();
    await session({ expiresAt: inMinutes(-10), lastSeenAt: inMinutes(0) });
    expect(await liveSession(database.db, sessionToken)).toBeNull();
  });

  it("how long a new session lives", async () => {
    goWrong();
    const signedIn = await signIn(database.db, TEST_ORIGIN, { email: owner.email, password: PASSWORD });
    const tokenHash = sessionTokenHash(signedIn?.sessionToken ?? "");
    const { expiresAt } = await database.db.session.findUniqueOrThrow({ where: { tokenHash } });
    expect((expiresAt.getTime() - nowMs) / HOUR_MS).toBeCloseTo(12, 1);
  });

  it("when an invitation is too old", async () => {
    const anyone = { db: database.db, origin: TEST_ORIGIN };
    const [living, ended] = [await invite(), await invite()];
    const ends = (userId: string, expiresAt: Date) =>
      database.db.invitation.update({ where: { userId }, data: { expiresAt } });
    await ends(living.userId, inMinutes(10));
    await ends(ended.userId, inMinutes(-10));
    goWrong();
    expect(await readInvitation(anyone, { token: living.token })).toMatchObject({ isFirst: true });
    await expect(readInvitation(anyone, { token: ended.token })).rejects.toThrow("The link was used");
    await acceptInvitation(anyone, { token: living.token, password: PASSWORD });
  });
});
