/** What the page **System** can't know without someone having written it down in time. */
import type { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";

const KEPT_DAYS = 400;

/** The size of the database at the beginning of each day, and when each key of the ring was first in use. */
export async function recordSystem({
  db,
  keyring,
}: {
  db: Db;
  keyring: Pick<Keyring, "ids">;
}): Promise<void> {
  // Measuring reads the size of every file, so it is done once a day.
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
