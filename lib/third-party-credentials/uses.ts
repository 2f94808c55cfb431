import type { Actor } from "@/lib/access/context";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { IS_IN_USE, IS_PENDING } from "@/lib/rotation/store/pending";

/**
 * How many rotating secrets mint with each of these keys, or have an outstanding revocation that needs it:
 * among those that the actor can see, or among all. Unused keys are left out.
 */
export async function usesOf(
  db: Tx,
  ids: readonly string[],
  actor: Actor | null = null,
): Promise<Map<string, number>> {
  const isOurs = actor === null ? Prisma.sql`true` : isSeenRotatingSecret(actor, Prisma.sql`secret`);
  const isAsked = Prisma.sql`third_party_credential_id = ANY(${ids}::uuid[])`;
  // Most credentials belong to a rotating secret that still mints with the same key, and add nothing.
  const counted = await db.$queryRaw<{ id: string; uses: number }[]>`
    SELECT id, sum(uses)::int AS uses FROM (
      SELECT third_party_credential_id AS id, count(*) AS uses FROM rotating_secret AS secret
       WHERE ${isAsked} AND deleted_at IS NULL AND ${isOurs} GROUP BY 1
       UNION ALL
      SELECT owing.third_party_credential_id, count(DISTINCT secret.id)
        FROM (SELECT third_party_credential_id, rotating_secret_id FROM minted_credential WHERE ${IS_IN_USE} AND ${isAsked}
               UNION ALL
              SELECT third_party_credential_id, rotating_secret_id FROM minted_credential WHERE ${IS_PENDING} AND ${isAsked}) AS owing
        JOIN rotating_secret AS secret ON secret.id = owing.rotating_secret_id
       WHERE (secret.deleted_at IS NOT NULL OR secret.third_party_credential_id <> owing.third_party_credential_id) AND ${isOurs}
       GROUP BY 1) AS counted
     GROUP BY 1`;
  return new Map(counted.map(({ id, uses }) => [id, uses]));
}
