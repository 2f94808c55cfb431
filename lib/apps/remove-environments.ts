/** What goes with environments, and what keeps them. */
import { DomainError } from "@/lib/errors";
import type { Tx } from "@/lib/db";

type Removed = { /** Static secrets that went with them. */ secrets: number };

/** So many are named; the others are counted. */
const MOST_NAMED = 3;

/**
 * Deletes environments with their static secrets. Throws `in_use` if one has a rotating secret: deleting that revokes its
 * keys, which nobody should do by deleting something else.
 */
export async function removeEnvironments(tx: Tx, ids: readonly string[]): Promise<Removed> {
  // Whoever is creating something in one of them has it until their transaction ends.
  await tx.$queryRaw`SELECT 1 FROM environment WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  await requireNoRotation(tx, ids);
  const secrets = await tx.secret.count({ where: { environmentId: { in: [...ids] } } });
  await tx.environment.deleteMany({ where: { id: { in: [...ids] } } });
  await forgetEnvironments(tx, ids);
  return { secrets };
}

async function requireNoRotation(tx: Tx, ids: readonly string[]): Promise<void> {
  const where = { environmentId: { in: [...ids] }, deletedAt: null };
  const count = await tx.rotatingSecret.count({ where });
  if (count === 0) return;
  const first = await tx.rotatingSecret.findMany({
    where,
    select: { name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST_NAMED,
  });
  const more = count > first.length ? ` and ${count - first.length} more` : "";
  const names = first.map(({ name }) => name).join(", ");
  throw new DomainError(
    "in_use",
    `Delete these rotating secrets first: ${names}${more}. This revokes their keys.`,
  );
}

/** An empty list means every environment: the last one of a list stays in it, and names nothing any more. */
async function forgetEnvironments(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await tx.$executeRaw`
      UPDATE service_token SET environment_ids = array_remove(environment_ids, ${id}::uuid)
       WHERE ${id}::uuid = ANY(environment_ids) AND cardinality(environment_ids) > 1`;
    await tx.$executeRaw`
      UPDATE third_party_credential SET environment_ids = array_remove(environment_ids, ${id}::uuid)
       WHERE ${id}::uuid = ANY(environment_ids) AND cardinality(environment_ids) > 1`;
    await tx.$executeRaw`
      UPDATE member SET environment_roles = (
        SELECT coalesce(jsonb_agg(entry), '[]') FROM jsonb_array_elements(environment_roles) AS held (entry)
         WHERE entry->>'environmentId' <> ${id}::text)
       WHERE environment_roles @> jsonb_build_array(jsonb_build_object('environmentId', ${id}::text))`;
  }
}
