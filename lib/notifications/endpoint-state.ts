/** The state of a webhook, derived from its deliveries. */
import type { Db } from "@/lib/db";

type EndpointState = {
  /**
   * When the first of the deliveries was created that have all failed since. Null if the last one succeeded,
   * or none was attempted.
   */
  failingSince: Date | null;
  /** Their number. */
  failing: number;
  /** How many of the last hundred completed deliveries succeeded. */
  settled: number;
  delivered: number;
};

const LAST = 100;

/** For each endpoint. One that is off also has a state: why it was turned off. */
export async function endpointStates(db: Db, ids: readonly string[]): Promise<Map<string, EndpointState>> {
  const rows = await db.$queryRaw<(EndpointState & { id: string })[]>`
    SELECT endpoint.id, failing.since AS "failingSince", failing.count AS failing, share.settled, share.delivered
      FROM unnest(${ids}::uuid[]) AS endpoint (id),
           LATERAL (SELECT max(arrived.id::text)::uuid AS id FROM (
             SELECT id FROM delivery WHERE endpoint_id = endpoint.id AND state = 'delivered'
              ORDER BY id DESC LIMIT 1) AS arrived) AS last_arrived,
           LATERAL (SELECT min(created_at) AS since, count(*)::int AS count FROM delivery
             WHERE endpoint_id = endpoint.id AND state <> 'delivered' AND last_attempt_at IS NOT NULL
               AND (last_arrived.id IS NULL OR id > last_arrived.id)) AS failing,
           LATERAL (SELECT count(*)::int AS settled, count(*) FILTER (WHERE state = 'delivered')::int AS delivered
             FROM (SELECT state FROM delivery WHERE endpoint_id = endpoint.id AND state <> 'pending'
                    ORDER BY id DESC LIMIT ${LAST}) AS latest) AS share`;
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}
