/** All kinds of callers: each role, a token of each kind, and invalid credentials. */
import { v7 as uuidv7 } from "uuid";
import { encode } from "next-auth/jwt";
import type { Scope } from "@/lib/access/scopes";
import type { EnvironmentRole, Role } from "@/lib/access/context";
import type { EngineCtx } from "@/lib/rotation/services";
import { insertToken } from "@/lib/tokens/insert-token";
import { newSessionToken } from "@/lib/auth/session-token";
import { type TestOrganisation, testOrganisation } from "../harness/organisation";

export const SECRET = "a secret for this suite, long enough";
export const ORIGIN = "https://phase.example.com";
const HOUR_MS = 3_600_000;

export type Principal = { headers: Record<string, string>; userId: string | null };

const SCOPES_OF: Record<string, Scope> = {
  s: "secrets:read",
  r: "rotation:manage",
  c: "credentials:manage",
  x: "admin",
};

export async function makePrincipals(organisation: TestOrganisation) {
  const { development, production } = organisation;
  const owner = await organisation.person("owner");
  const { db } = owner;

  const session = async (sessionToken: string, userId: string): Promise<Principal> => {
    const jwt = await encode({ token: { sessionToken }, secret: SECRET });
    return { headers: { cookie: `__Host-next-auth.session-token=${jwt}`, origin: ORIGIN }, userId };
  };
  const person = async (role: Role, environmentRoles: EnvironmentRole[] = []) => {
    const { actor, sessionToken } = await organisation.person(role, "no password", environmentRoles);
    return await session(sessionToken, actor.userId);
  };
  const token = async (
    maker: Pick<EngineCtx, "actor" | "origin">,
    scope: Scope,
    environmentIds: string[] = [],
  ) => {
    const input = { name: uuidv7(), scopes: [scope], environmentIds, expiresAt: null };
    const { row, token: text } = await insertToken(db, maker, input);
    return { id: row.id, principal: { headers: { authorization: `Bearer ${text}` }, userId: null } };
  };

  const living: Record<string, Principal> = {
    o: await session(owner.sessionToken, owner.actor.userId),
    a: await person("admin"),
    d: await person("developer"),
    v: await person("viewer"),
    vd: await person("viewer", [{ environmentId: development, role: "developer" }]),
    dv: await person("developer", [{ environmentId: production, role: "viewer" }]),
    dn: await person("developer", [{ environmentId: production, role: "none" }]),
  };
  for (const [letter, scope] of Object.entries(SCOPES_OF)) {
    living[letter] = (await token(owner, scope)).principal;
    living[letter.toUpperCase()] = (await token(owner, scope, [development])).principal;
  }
  const demoted = await organisation.person("admin");
  living["m"] = (await token(demoted, "admin")).principal;
  await db.member.update({ where: { id: demoted.memberId }, data: { role: "viewer" } });

  const limited = await organisation.person("admin");
  living["n"] = (await token(limited, "admin")).principal;
  await db.member.update({
    where: { id: limited.memberId },
    data: { role: "developer", environmentRoles: [{ environmentId: production, role: "none" }] },
  });

  const dead: Record<string, Principal> = { nobody: { headers: {}, userId: null } };
  const long = new Date(Date.now() - 24 * HOUR_MS);
  for (const [name, data] of Object.entries({
    "a session that was ended": { endedAt: new Date() },
    "a session that expired": { expiresAt: long },
    "a session that was idle": { lastSeenAt: long },
  })) {
    const { actor, sessionToken } = await organisation.person("owner");
    await db.session.update({ where: { id: actor.sessionId }, data });
    dead[name] = await session(sessionToken, actor.userId);
  }
  // NEXTAUTH_SECRET is enough to sign a cookie, but not to know a session's ID.
  dead["a session that never was"] = await session(newSessionToken(), owner.actor.userId);
  const gone = await organisation.person("admin");
  dead["a session of someone removed"] = await session(gone.sessionToken, gone.actor.userId);
  dead["a token of someone removed"] = (await token(gone, "admin")).principal;
  await db.member.delete({ where: { id: gone.memberId } });
  const revoked = await token(owner, "admin");
  await db.serviceToken.update({ where: { id: revoked.id }, data: { revokedAt: new Date() } });
  dead["a revoked token"] = revoked.principal;
  const expired = await token(owner, "admin");
  await db.serviceToken.update({ where: { id: expired.id }, data: { expiresAt: long } });
  dead["an expired token"] = expired.principal;
  dead["an unknown token"] = { headers: { authorization: `Bearer phs_${"A".repeat(49)}` }, userId: null };

  /** From another organisation, with all permissions there. */
  const elsewhere = await testOrganisation(owner);
  const stranger = await elsewhere.person("owner");
  const strangers: Record<string, Principal> = {
    "another organisation's owner": await session(stranger.sessionToken, stranger.actor.userId),
    "another organisation's token": (await token(stranger, "admin")).principal,
  };
  /** With separate limits. */
  const anotherOwner = () => person("owner");
  return { owner, living, dead, strangers, anotherOwner };
}
