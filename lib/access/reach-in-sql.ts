import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "./context";
import { isLimited, keysOf, reachOf, seenIds } from "./reach";

/** The environments that an actor can see, as a condition on a column. */
export function isSeen(actor: Actor, column: Prisma.Sql): Prisma.Sql {
  const { only, except } = reachOf(actor);
  if (!isLimited(actor)) return Prisma.sql`true`;
  const isIn = only === null ? Prisma.sql`true` : Prisma.sql`${column} = ANY(${only}::uuid[])`;
  return Prisma.sql`(${isIn} AND ${column} <> ALL(${except}::uuid[]))`;
}

/**
 * Whether the key in `column` is among `keys`, an expression of type text[]. LIKE isn't used, because it takes the _ of a
 * name for any character. PostgreSQL builds the list of prefixes once, not for each row.
 */
export function isAmongKeys(keys: Prisma.Sql, column: Prisma.Sql): Prisma.Sql {
  const prefixes = Prisma.sql`ARRAY(
    SELECT left(name, -1) FROM unnest(${keys}) AS allowed (name) WHERE right(name, 1) = '*')`;
  return Prisma.sql`(cardinality(${keys}) = 0 OR ${column} = ANY(${keys}) OR ${column} ^@ ANY(${prefixes}))`;
}

/** The keys that an actor can see, as a condition on a column. */
export function isSeenKey(actor: Actor, column: Prisma.Sql): Prisma.Sql {
  const keys = keysOf(actor);
  return keys.length === 0 ? Prisma.sql`true` : isAmongKeys(Prisma.sql`${keys}::text[]`, column);
}

/** The rows of the table `secret` whose keys an actor can see. */
export function isSeenSecret(actor: Actor): Prisma.Sql {
  return isSeenKey(actor, Prisma.sql`secret.key`);
}

/** The rotating secrets that an actor can see, as a condition on a row of that table. */
export function isSeenRotatingSecret(actor: Actor, row: Prisma.Sql): Prisma.Sql {
  const isThere = isSeen(actor, Prisma.sql`${row}.environment_id`);
  if (keysOf(actor).length === 0) return isThere;
  return Prisma.sql`(${isThere} AND coalesce((
    SELECT bool_and(${isSeenKey(actor, Prisma.sql`output.key`)})
      FROM secret AS output WHERE output.rotating_secret_id = ${row}.id), false))`;
}

/**
 * The third-party credentials that a limited actor can see. Either their limits name one of the actor's environments, or
 * a rotating secret that the actor can see uses them.
 */
export async function seenCredentials(db: Db, actor: Actor): Promise<Prisma.ThirdPartyCredentialWhereInput> {
  if (!isLimited(actor)) return {};
  const seen = await db.environment.findMany({
    where: { id: seenIds(actor), app: { organisationId: actor.organisationId } },
    select: { id: true },
  });
  const ids = seen.map(({ id }) => id);
  const used = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT third_party_credential_id AS id FROM rotating_secret AS secret
     WHERE organisation_id = ${actor.organisationId}::uuid AND deleted_at IS NULL
       AND ${isSeenRotatingSecret(actor, Prisma.sql`secret`)}`;
  return {
    OR: [{ environmentIds: { hasSome: ids } }, { id: { in: used.map(({ id }) => id) } }],
  };
}
