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
 * Changes whenever a value of the environment does: its rows, their versions, and which credentials are exposed.
 * Made from ids and numbers only, so it may be shown to whoever may read the environment.
 */
export async function environmentVersion(db: Db, environmentId: string): Promise<string> {
  const [row] = await db.$queryRaw<
    { version: string }[]
  >`SELECT ${VERSION} AS version ${ROWS(environmentId)}`;
  if (row === undefined) throw new Error("The database did not tell the environment's version.");
  return row.version;
}

/** Of one moment: the environment's version, and what stands for each key's value. */
export type KeyVersions = { version: string; keys: ReadonlyMap<string, string> };

export async function keyVersions(db: Db, environmentId: string): Promise<KeyVersions> {
  const [row] = await db.$queryRaw<{ version: string; keys: Record<string, string> | null }[]>`
    SELECT ${VERSION} AS version,
           jsonb_object_agg(secret.key, concat_ws(':', secret.id, secret.version, credential.id)) AS keys
    ${ROWS(environmentId)}`;
  if (row === undefined) throw new Error("The database did not tell the environment's version.");
  return { version: row.version, keys: new Map(Object.entries(row.keys ?? {})) };
}

/** The keys whose values differ, that came or that went, sorted. Without anything before: all of them. */
export function changedKeys(before: KeyVersions | null, after: KeyVersions): string[] {
  const names = new Set([...(before?.keys.keys() ?? []), ...after.keys.keys()]);
  return [...names].filter((key) => before?.keys.get(key) !== after.keys.get(key)).toSorted();
}
