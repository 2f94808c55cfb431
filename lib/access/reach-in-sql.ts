import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "./context";
import { isLimited, reachOf, seenIds } from "./reach";

/** The environments that an actor can see, as a condition on a column. */
export function isSeen(actor: Actor, column: Prisma.Sql): Prisma.Sql {
  const { only, except } = reachOf(actor);
  if (!isLimited(actor)) return Prisma.sql`true`;
  const isIn = only === null ? Prisma.sql`true` : Prisma.sql`${column} = ANY(${only}::uuid[])`;
  return Prisma.sql`(${isIn} AND ${column} <> ALL(${except}::uuid[]))`;
}

/**
 * The third-party credentials that a limited actor can see: those that name one of their environments, and
 * those that a rotating secret there uses.
 */
export async function seenCredentials(db: Db, actor: Actor): Promise<Prisma.ThirdPartyCredentialWhereInput> {
  if (!isLimited(actor)) return {};
  const seen = await db.environment.findMany({
    where: { id: seenIds(actor), app: { organisationId: actor.organisationId } },
    select: { id: true },
  });
  const ids = seen.map(({ id }) => id);
  return {
    OR: [
      { environmentIds: { hasSome: ids } },
      { rotatingSecrets: { some: { deletedAt: null, environmentId: { in: ids } } } },
    ],
  };
}
