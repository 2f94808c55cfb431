import { v7 as uuidv7 } from "uuid";
import { emailSchema } from "@/lib/api/setup";
import { recordAudit } from "@/lib/audit";
import type { Actor, Origin } from "@/lib/access/context";
import type { Db } from "@/lib/db";
import { addressGroup } from "@/lib/ip-address";
import { environmentRolesOf } from "./environment-roles";
import { forgetGuess, forgetGuesses, type GuessKind, takeGuess } from "./guesses";
import { normalPassword, passwordFits } from "./password";
import { SESSION_SECONDS } from "./session";
import { newSessionToken, sessionTokenHash } from "./session-token";

export type SignedIn = { userId: string; sessionToken: string };

const MAX_PASSWORD_LENGTH = 128;

/**
 * Opens a session for the right password; null for a wrong one, and for an unknown address, which takes as long: it costs the
 * same hash and the same statements. Throws `too_many_requests` where the next guess comes too early, before anything is hashed.
 */
export async function signIn(
  db: Db,
  origin: Origin,
  input: {
    email: string;
    password: string;
    /** The session that the browser had: it ends. */
    replaces?: string | null;
    /** The browser, where this account was signed in in it before. */
    device?: string | null;
  },
): Promise<SignedIn | null> {
  const email = emailSchema.safeParse(input.email);
  if (!email.success || normalPassword(input.password).length > MAX_PASSWORD_LENGTH) return null;
  const counts = countsOf(origin, email.data, input.device ?? null);
  for (const { kind, name } of counts) await takeGuess(db, kind, name);

  const user = await db.user.findUnique({
    where: { email: email.data },
    include: { members: { orderBy: { createdAt: "asc" }, take: 1 } },
  });
  const fits = await passwordFits(user?.passwordHash ?? null, input.password);
  const member = user?.members[0];
  if (!user || !member) {
    await recordUnknown(db, origin, email.data);
    return null;
  }
  const sessionId = uuidv7();
  const sessionToken = newSessionToken();
  const { organisationId, role } = member;
  const environmentRoles = environmentRolesOf(member);
  const { id: userId } = user;
  const actor: Actor = {
    kind: "user",
    organisationId,
    userId,
    email: user.email,
    role,
    environmentRoles,
    sessionId,
  };
  const subject = { id: user.id, name: user.email };
  if (!fits) {
    await recordAudit(db, { actor, origin }, "session.refused", subject);
    return null;
  }
  for (const { kind, name } of counts) {
    await (kind === "pair" || kind === "device" ? forgetGuesses : forgetGuess)(db, kind, name);
  }
  await db.$transaction(async (tx) => {
    const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
    const tokenHash = sessionTokenHash(sessionToken);
    await tx.session.create({ data: { id: sessionId, tokenHash, userId: user.id, expiresAt, ...origin } });
    await tx.session.updateMany({
      where: { tokenHash: sessionTokenHash(input.replaces ?? ""), endedAt: null },
      data: { endedAt: new Date() },
    });
    await recordAudit(tx, { actor, origin }, "session.started", subject);
  });
  return { userId: user.id, sessionToken };
}

/** What a guess counts against. A known browser's guesses count by themselves: nobody else can use them up. */
function countsOf(origin: Origin, email: string, device: string | null): { kind: GuessKind; name: string }[] {
  if (device !== null) return [{ kind: "device", name: `${email} ${device}` }];
  const address = addressGroup(origin.ip ?? "unknown");
  return [
    { kind: "pair", name: `${email} ${address}` },
    { kind: "address", name: address },
    { kind: "account", name: email },
  ];
}

/** In the audit log of the installation's first organisation: nobody else's. */
async function recordUnknown(db: Db, origin: Origin, email: string): Promise<void> {
  const organisation = await db.organisation.findFirst({
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  if (organisation === null) return;
  const actor = { kind: "anonymous", organisationId: organisation.id } as const;
  await recordAudit(db, { actor, origin }, "session.refused", { id: "unknown", name: email });
}
