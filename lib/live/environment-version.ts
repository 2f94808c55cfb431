import { Prisma } from "@/lib/generated/prisma/client";
import type { Db } from "@/lib/db";

const ROWS = (environmentId: string) => Prisma.sql`
  FROM secret
  LEFT JOIN minted_credential AS credential
    ON credential.rotating_secret_id = secret.rotating_secret_id AND credential.state = 'ACTIVE'
 WHERE secret.environment_id = ${environmentId}::uuid`;

const VERSION = Prisma.sql`md5(coalesce(string_agg(
  concat_ws(':', secret.id, secret.version, secret.key, credential.id), ',' ORDER BY secret.id
), ''))`;

/**
 * Changes whenever a value of the environment does: covers its rows, their versions, and the current
 * credentials. Built from IDs and numbers only, so anyone who may read the environment may see it.
 */
export async function environmentVersion(db: Db, environmentId: string): Promise<string> {
  const [row] = await db.$queryRaw<
    { version: string }[]
  >`SELECT ${VERSION} AS version ${ROWS(environmentId)}`;
  if (row === undefined) throw new Error("The database returned no version of the environment.");
  return row.version;
}

/** A snapshot: the environment's version, and a version for each key. */
export type KeyVersions = { version: string; keys: ReadonlyMap<string, string> };

/** By environment, as long as a stream uses it. */
const latest = new Map<string, WeakRef<KeyVersions>>();

/**
 * The current snapshot. Callers that know the same `version` share one object, because a copy of thousands of names for each
 * of a thousand streams would take too much memory.
 */
export async function keyVersions(
  db: Db,
  environmentId: string,
  version: string | null = null,
): Promise<KeyVersions> {
  const known = latest.get(environmentId)?.deref();
  if (known !== undefined && known.version === version) return known;
  const [row] = await db.$queryRaw<{ version: string; keys: Record<string, string> | null }[]>`
    SELECT ${VERSION} AS version,
           jsonb_object_agg(secret.key, concat_ws(':', secret.id, secret.version, credential.id)) AS keys
    ${ROWS(environmentId)}`;
  if (row === undefined) throw new Error("The database returned no version of the environment.");
  const now = { version: row.version, keys: new Map(Object.entries(row.keys ?? {})) };
  latest.set(environmentId, new WeakRef(now));
  return now;
}

/** The keys that were changed, added or removed, sorted. Without an earlier snapshot: all keys. */
export function changedKeys(before: KeyVersions | null, after: KeyVersions): string[] {
  const names = new Set([...(before?.keys.keys() ?? []), ...after.keys.keys()]);
  return [...names].filter((key) => before?.keys.get(key) !== after.keys.get(key)).toSorted();
}
