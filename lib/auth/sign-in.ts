import { v7 as uuidv7 } from "uuid";
import { emailSchema, MOST_TYPED } from "@/lib/api/setup";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Actor, Origin, Role } from "@/lib/access/context";
import { databaseNow, type Db } from "@/lib/db";
import { addressGroup } from "@/lib/formats/ip-address";
import { environmentRolesOf } from "./environment-roles";
import { forgetGuess, forgetGuesses, type Guess, refuseEarlyGuess, takeGuess } from "./guesses";
import { hashPassword, isOutdated, passwordFits } from "./password";
import { normalPassword } from "./password-spelling";
import { SESSION_SECONDS } from "./session";
import { newSessionToken, sessionTokenHash } from "./session-token";

export type SignedIn = { userId: string; sessionToken: string };

const MAX_PASSWORD_LENGTH = 128;

type Account = {
  userId: string;
  email: string;
  passwordHash: string | null;
  organisationId: string;
  role: Role;
  environmentRoles: unknown;
};

/**
 * Opens a session for the right password. A wrong password and an unknown email both return null and take the
 * same time: they cost the same hash and statements. The caller reports the security event. Throws
 * `too_many_requests`, before anything is hashed, if the attempt comes too early.
 */
export async function signIn(
  db: Db,
  origin: Origin,
  input: {
    email: string;
    password: string;
    /** The browser's previous session, which ends. */
    replaces?: string | null;
    /** The browser, if this account was signed in in it before. */
    device?: string | null;
  },
): Promise<SignedIn | null> {
  const email = emailSchema.safeParse(input.email);
  if (!email.success || input.password.length > MOST_TYPED) return null;
  if (normalPassword(input.password).length > MAX_PASSWORD_LENGTH) return null;
  const counts = countsOf(origin, email.data, input.device ?? null);
  await refuseEarlyGuess(db, counts);
  for (const { kind, name } of counts) await takeGuess(db, kind, name);

  const account = await findAccount(db, email.data);
  const fits = await passwordFits(account?.passwordHash ?? null, input.password);
  if (account === null || !fits) return null;

  for (const { kind, name } of counts) {
    await (kind === "pair" || kind === "device" ? forgetGuesses : forgetGuess)(db, kind, name);
  }
  await rehash(db, account, input.password);
  const { userId } = account;
  const sessionToken = newSessionToken();
  const sessionId = uuidv7();
  const actor: Actor = {
    kind: "user",
    organisationId: account.organisationId,
    userId,
    email: account.email,
    role: account.role,
    environmentRoles: environmentRolesOf(account),
    sessionId,
  };
  await db.$transaction(async (tx) => {
    const now = await databaseNow(tx);
    const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000);
    const tokenHash = sessionTokenHash(sessionToken);
    await tx.session.create({ data: { id: sessionId, tokenHash, userId, expiresAt, ...origin } });
    await tx.session.updateMany({
      where: { tokenHash: sessionTokenHash(input.replaces ?? ""), endedAt: null },
      data: { endedAt: now },
    });
    await recordAudit(tx, { actor, origin }, "session.started", { id: userId, name: account.email });
  });
  return { userId, sessionToken };
}

/** One statement whether or not the account exists. Prisma would send another for an existing one. */
async function findAccount(db: Db, email: string): Promise<Account | null> {
  const rows = await db.$queryRaw<Account[]>`
    SELECT account.id AS "userId", account.email, account.password_hash AS "passwordHash",
           member.organisation_id AS "organisationId", member.role::text AS role,
           member.environment_roles AS "environmentRoles"
      FROM "user" AS account JOIN member ON member.user_id = account.id
     WHERE account.email = ${email} ORDER BY member.created_at LIMIT 1`;
  return rows[0] ?? null;
}

/** For a hash with outdated parameters. A password changed meanwhile isn't overwritten. */
async function rehash(db: Db, { userId, passwordHash }: Account, password: string): Promise<void> {
  if (passwordHash === null || !isOutdated(passwordHash)) return;
  await db.user.updateMany({
    where: { id: userId, passwordHash },
    data: { passwordHash: await hashPassword(password) },
  });
}

/**
 * What an attempt counts against. A known browser's attempts are counted separately, so that nobody else can
 * exhaust them.
 */
function countsOf(origin: Origin, email: string, device: string | null): Guess[] {
  if (device !== null) return [{ kind: "device", name: `${email} ${device}` }];
  const address = addressGroup(origin.ip ?? "unknown");
  return [
    { kind: "pair", name: `${email} ${address}` },
    { kind: "address", name: address },
    { kind: "account", name: email },
  ];
}
