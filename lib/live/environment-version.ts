import { Prisma } from "@/lib/generated/prisma/client";
import type { Db } from "@/lib/db";

/** The rows of an environment that a listener can see. `isSeen` is a condition on a row of `secret`. */
export type Watched = { environmentId: string; isSeen: Prisma.Sql };

const ROWS = ({ environmentId, isSeen }: Watched) => Prisma.sql`
  FROM secret
  LEFT JOIN minted_credential AS credential
    ON credential.rotating_secret_id = secret.rotating_secret_id AND credential.state = 'ACTIVE'
 WHERE secret.environment_id = ${environmentId}::uuid
   AND ${isSeen}`;

const VERSION = Prisma.sql`md5(coalesce(string_agg(
  concat_ws(':', secret.id, secret.version, secret.key, credential.id), ',' ORDER BY secret.id
), ''))`;

/**
 * Changes whenever a value in the environment changes that the listener can see. It covers the rows, their versions and the
 * current credentials. It contains only IDs and numbers, so anyone who may read those may see it.
 */
export async function environmentVersion(db: Db, watched: Watched): Promise<string> {
  const [row] = await db.$queryRaw<{ version: string }[]>`SELECT ${VERSION} AS version ${ROWS(watched)}`;
  if (row === undefined) throw new Error("The database returned no version of the environment.");
  return row.version;
}

/** A snapshot: the environment's version, and a version for each key. */
export type KeyVersions = { version: string; keys: ReadonlyMap<string, string> };

/** The latest snapshots by environment and keys. Each is kept as long as a stream uses it. */
const latest = new Map<string, WeakRef<KeyVersions>>();

/**
 * The current snapshot. Callers that know the same `version` share one object, because a copy of thousands of names for each
 * of a thousand streams would take too much memory.
 */
export async function keyVersions(
  db: Db,
  watched: Watched,
  version: string | null = null,
): Promise<KeyVersions> {
  const { environmentId, isSeen } = watched;
  const which = JSON.stringify([environmentId, isSeen.sql, isSeen.values]);
  const known = latest.get(which)?.deref();
  if (known !== undefined && known.version === version) return known;
  const [row] = await db.$queryRaw<{ version: string; keys: Record<string, string> | null }[]>`
    SELECT ${VERSION} AS version,
           jsonb_object_agg(secret.key, concat_ws(':', secret.id, secret.version, credential.id)) AS keys
    ${ROWS(watched)}`;
  if (row === undefined) throw new Error("The database returned no version of the environment.");
  const now = { version: row.version, keys: new Map(Object.entries(row.keys ?? {})) };
  latest.set(which, new WeakRef(now));
  return now;
}

/** The keys that were changed, added or removed, sorted. Without an earlier snapshot: all keys. */
export function changedKeys(before: KeyVersions | null, after: KeyVersions): string[] {
  const names = new Set([...(before?.keys.keys() ?? []), ...after.keys.keys()]);
  return [...names].filter((key) => before?.keys.get(key) !== after.keys.get(key)).toSorted();
}
