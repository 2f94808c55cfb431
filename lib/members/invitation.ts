/** Links with which members choose their passwords: valid for one day and one use. */
import { createHash, randomBytes } from "node:crypto";
import { databaseNow, type Db, type Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";

const DAY_MS = 86_400_000;

/** Replaces an earlier link. Only the response contains the link; the database stores a digest. */
export async function insertInvitation(
  tx: Tx,
  userId: string,
  origin: string,
): Promise<{ link: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const createdAt = await databaseNow(tx);
  const expiresAt = new Date(createdAt.getTime() + DAY_MS);
  const row = { tokenHash: digest(token), createdAt, expiresAt };
  await tx.invitation.upsert({ where: { userId }, create: { userId, ...row }, update: row });
  // After `#`, so that no server or proxy logs it.
  return { link: `${origin}/invitation#${token}`, expiresAt };
}

/** The link's member. Throws `not_found` if the link is unknown, used, withdrawn or too old. */
export async function findInvitation(db: Db | Tx, token: string) {
  const found = await db.invitation.findUnique({
    where: { tokenHash: digest(token) },
    select: {
      userId: true,
      tokenHash: true,
      expiresAt: true,
      user: {
        select: {
          email: true,
          name: true,
          passwordHash: true,
          members: {
            select: { role: true, organisation: { select: { id: true, name: true } } },
            orderBy: { createdAt: "asc" },
            take: 1,
          },
        },
      },
    },
  });
  const member = found?.user.members[0];
  if (!found || !member || found.expiresAt <= (await databaseNow(db)))
    throw noSuchLink(member?.organisation.id);
  return { ...found, member };
}

/** Uses the link up. If two calls try at the same time, one succeeds. */
export async function useInvitation(tx: Tx, tokenHash: string, organisationId: string): Promise<void> {
  const now = await databaseNow(tx);
  const { count } = await tx.invitation.deleteMany({ where: { tokenHash, expiresAt: { gt: now } } });
  if (count === 0) throw noSuchLink(organisationId);
}

/** Returns whether a link existed. */
export async function endInvitation(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.invitation.deleteMany({ where: { userId } })).count > 0;
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function noSuchLink(organisationId: string | undefined): DomainError {
  return new DomainError(
    "not_found",
    "The link was used, withdrawn or replaced, or is older than a day. Ask an owner or admin for a new one.",
    { securityEvent: "invitation_refused", organisationId },
  );
}
