import type { Db } from "@/lib/db";

/**
 * Changes whenever a value of the environment does: its rows, their versions, and which credentials are exposed.
 * Made from ids and numbers only, so it may be shown to whoever may read the environment.
 */
export async function environmentVersion(db: Db, environmentId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ version: string }[]>`
    SELECT md5(coalesce(string_agg(
             concat_ws(':', secret.id, secret.version, secret.key, credential.id), ',' ORDER BY secret.id
           ), '')) AS version
      FROM secret
      LEFT JOIN minted_credential AS credential
        ON credential.rotating_secret_id = secret.rotating_secret_id AND credential.state = 'ACTIVE'
     WHERE secret.environment_id = ${environmentId}::uuid`;
  if (row === undefined) throw new Error("The database did not tell the environment's version.");
  return row.version;
}
