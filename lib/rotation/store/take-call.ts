/** An admin key's allowance, stored in its row. Every process that calls with the key counts there. */
import { PREPARED } from "@/lib/database/prepared";
import type { Db } from "@/lib/db";
import type { Allowance } from "../core/schedule";

/**
 * `isGranted`: the call may be made in this many milliseconds. Otherwise nothing was taken, and that is when
 * to ask again.
 */
export type Turn = { isGranted: boolean; inMs: number; isParked: boolean };

/** See `Store`. One statement, so nobody holds the row for longer. A process that finds it locked waits. */
export async function takeCall(
  db: Db,
  rootId: string,
  { spacingSeconds, burst }: Allowance,
  mostMs: number,
): Promise<Turn> {
  const spacing = `${spacingSeconds} seconds`;
  const ahead = `${spacingSeconds * (burst - 1)} seconds`;
  const most = `${mostMs} milliseconds`;
  const [turn] = await db.$queryRaw<Turn[]>`${PREPARED}
        WITH taken AS (
          UPDATE third_party_credential SET paced_until = GREATEST(paced_until, now()) + ${spacing}::interval
           WHERE id = ${rootId}::uuid AND (parked_until IS NULL OR parked_until <= now())
             AND (paced_until IS NULL OR paced_until - ${ahead}::interval <= now() + ${most}::interval)
          RETURNING paced_until - ${spacing}::interval - ${ahead}::interval AS at
        ), answer AS (
          SELECT true AS is_granted, false AS is_parked, at FROM taken
          UNION ALL
          SELECT false, COALESCE(parked_until > now(), false),
                 GREATEST(parked_until, paced_until - ${ahead}::interval - ${most}::interval)
            FROM third_party_credential WHERE id = ${rootId}::uuid AND NOT EXISTS (SELECT FROM taken)
        )
        SELECT is_granted AS "isGranted", is_parked AS "isParked",
               GREATEST(EXTRACT(EPOCH FROM at - now()) * 1000, 0)::float8 AS "inMs" FROM answer`;
  if (turn === undefined) throw new Error("Admin key not found.");
  return turn;
}
