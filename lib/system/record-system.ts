/** Records what the page **System** shows about the past, because Phase can't find it out later. */
import type { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";

const KEPT_DAYS = 400;

/** Records the size of the database at the beginning of each day, and when each key of the key ring was first in use. */
export async function recordSystem({
  db,
  keyring,
}: {
  db: Db;
  keyring: Pick<Keyring, "ids">;
}): Promise<void> {
  // Once a day, because measuring reads the size of every file.
  await db.$executeRaw`
    INSERT INTO database_size (day, bytes)
    SELECT current_date, pg_database_size(current_database())
     WHERE NOT EXISTS (SELECT FROM database_size WHERE day = current_date) ON CONFLICT DO NOTHING`;
  await db.$executeRaw`DELETE FROM database_size WHERE day < current_date - ${KEPT_DAYS}::int`;
  const ids = [...keyring.ids];
  await db.$executeRaw`
    UPDATE instance SET keys_seen = (SELECT jsonb_object_agg(id, now()) FROM unnest(${ids}::text[]) AS id) || keys_seen
     WHERE NOT keys_seen ?& ${ids}::text[]`;
}
