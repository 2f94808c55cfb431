import { v7 as uuidv7 } from "uuid";
import { insertApp } from "@/lib/apps/insert-app";
import type { Scope } from "@/lib/access/scopes";
import { newSessionToken, sessionTokenHash } from "@/lib/auth/session-token";
import type { Actor, EnvironmentRole, Role } from "@/lib/access/context";
import type { EngineCtx, EngineServices } from "@/lib/rotation/services";

/** Invitations where e-mail is not set up. */
export const BY_HAND = { origin: "https://phase.example.com", send: null };
export const TEST_ORIGIN = { ip: "203.0.113.7", userAgent: "vitest" };

/** An organisation of a suite's own, with one app and a member for every role asked for. */
export async function testOrganisation(services: EngineServices) {
  const { db } = services;
  const organisation = await db.organisation.create({ data: { name: `Org ${uuidv7()}` } });
  const app = await db.$transaction((tx) => insertApp(tx, organisation.id, "Shop"));
  const [development, staging, production] = app.environments;
  if (development === undefined || staging === undefined || production === undefined)
    throw new Error("The app has no environments.");
  const as = (actor: Actor): EngineCtx => ({ ...services, actor, origin: TEST_ORIGIN });
  return {
    id: organisation.id,
    app,
    development: development.id,
    staging: staging.id,
    production: production.id,
    /** A signed-in member with this role. */
    async person(role: Role, passwordHash = "no password", environmentRoles: EnvironmentRole[] = []) {
      const email = `${role}-${uuidv7()}@example.com`;
      const user = await db.user.create({ data: { email, passwordHash } });
      const member = await db.member.create({
        data: { organisationId: organisation.id, userId: user.id, role, environmentRoles },
      });
      const expiresAt = new Date(Date.now() + 3_600_000);
      const sessionToken = newSessionToken();
      const tokenHash = sessionTokenHash(sessionToken);
      const session = await db.session.create({ data: { userId: user.id, tokenHash, expiresAt } });
      const organisationId = organisation.id;
      const actor = {
        kind: "user",
        organisationId,
        userId: user.id,
        email,
        role,
        environmentRoles,
        sessionId: session.id,
      } as const;
      return { ...as(actor), email, memberId: member.id, actor, sessionToken };
    },
    token(scopes: Scope[], environmentIds: string[] = [], keys: string[] = []): EngineCtx {
      const tokenId = uuidv7();
      return as({
        kind: "token",
        organisationId: organisation.id,
        tokenId,
        name: "ci",
        scopes,
        environmentIds,
        keys,
        expiresAt: null,
        answersTo: null,
      });
    },
  };
}
export type TestOrganisation = Awaited<ReturnType<typeof testOrganisation>>;
