/** What `/metrics` and the page **System** read about this installation: counts, ages and IDs. */
import type { Tx } from "@/lib/db";
import { oldestDue } from "@/lib/rotation/engine/due";
import { IS_ACTIVE, IS_WAITING } from "@/lib/rotation/store/pending";

type Work = {
  overdue: number;
  unknown: number;
  late: number;
  oldestMint: number;
  oldestSettlement: number;
};

/** What work is due, and for how long it has been due. */
export async function workOf(db: Tx): Promise<Work> {
  const [row] = await db.$queryRaw<Omit<Work, "oldestMint" | "oldestSettlement">[]>`
    SELECT count(*) FILTER (WHERE state = 'REVOKING' OR (state = 'EXPIRING' AND revoke_at < now())
                               OR (state = 'UNKNOWN' AND failure_count > 0))::int AS overdue,
           count(*) FILTER (WHERE state = 'UNKNOWN')::int AS unknown,
           (SELECT count(*)::int FROM rotating_secret
             WHERE deleted_at IS NULL AND pause_reason IS NULL AND next_rotation_at < now()) AS late
      FROM minted_credential WHERE ${IS_WAITING}`;
  const { mint, settle } = await oldestDue(db);
  return { ...(row ?? { overdue: 0, unknown: 0, late: 0 }), oldestMint: mint, oldestSettlement: settle };
}

type AdminKey = {
  id: string;
  status: string;
  expiresAt: Date | null;
  /** When Phase last compared the key's service accounts with its rows. */
  comparedAt: Date | null;
  isUncompared: boolean;
};

export async function adminKeysOf(db: Tx): Promise<AdminKey[]> {
  return await db.$queryRaw<AdminKey[]>`
    SELECT root.id, root.status::text, root.key_expires_at AS "expiresAt", root.inventoried_at AS "comparedAt",
           root.inventoried_at IS NULL AND instance.history_lost_at IS NOT NULL
             AND root.created_at < instance.history_lost_at AS "isUncompared"
      FROM third_party_credential AS root LEFT JOIN instance ON true WHERE root.deleted_at IS NULL`;
}

/** A worker that hasn't reported for this long counts as gone. */
export const WORKER_SILENCE_SECONDS = 60;

type Worker = {
  id: string;
  version: string | null;
  startedAt: Date;
  lastSeenAt: Date;
  /** Seconds since the worker last reported. */
  age: number;
};

export async function workersOf(db: Tx): Promise<Worker[]> {
  return await db.$queryRaw<Worker[]>`
    SELECT worker_id AS id, version, started_at AS "startedAt", at AS "lastSeenAt",
           extract(epoch FROM now() - at)::float8 AS age
      FROM worker_heartbeat ORDER BY at DESC, worker_id`;
}

/** The age of the oldest current key in seconds, and the size of the database in bytes. */
export async function storedIn(db: Tx): Promise<{ oldestKey: number; bytes: number }> {
  const [row] = await db.$queryRaw<{ oldestKey: number; bytes: number }[]>`
    SELECT COALESCE(extract(epoch FROM now() - min(exposed_at)), 0)::float8 AS "oldestKey",
           pg_database_size(current_database())::float8 AS bytes
      FROM minted_credential WHERE ${IS_ACTIVE}`;
  return row ?? { oldestKey: 0, bytes: 0 };
}
