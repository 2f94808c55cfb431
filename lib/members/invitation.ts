/** Links by which people choose their passwords themselves: a day to live, for one use. */
import { createHash, randomBytes } from "node:crypto";
import { databaseNow, type Db, type Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";

const DAY_MS = 86_400_000;

/** Takes the place of an earlier one. The link is nowhere but in the answer: only its digest is stored. */
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
  // After `#`, so that it stands in no log of a server's or a proxy's.
  return { link: `${origin}/invitation#${token}`, expiresAt };
}

/** Whose link it is. Throws `not_found` for one that is unknown, used, withdrawn or too old. */
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

/** Uses it up: of two at once one gets through. */
export async function useInvitation(tx: Tx, tokenHash: string, organisationId: string): Promise<void> {
  const now = await databaseNow(tx);
  const { count } = await tx.invitation.deleteMany({ where: { tokenHash, expiresAt: { gt: now } } });
  if (count === 0) throw noSuchLink(organisationId);
}

/** Answers whether there was one. */
export async function endInvitation(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.invitation.deleteMany({ where: { userId } })).count > 0;
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function noSuchLink(organisationId: string | undefined): DomainError {
  return new DomainError(
    "not_found",
    "This link was used, withdrawn or replaced, or is older than a day. Ask an administrator for another one.",
    { securityEvent: "invitation_refused", organisationId },
  );
}
