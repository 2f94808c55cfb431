/**
 * Checks current keys regularly. A key can stop working while its account exists: someone deletes it at the
 * provider, or the provider disables it. Every few minutes each project's keys are listed, and keys missing
 * from the list are checked directly.
 */
import type { Engine, EngineServices, EngineSettings } from "../services";
import { leaseSeconds } from "../core/schedule";
import { type Look, lookAtKeys } from "./key-look";

/** Checks claimed together for one admin key, and how many of them run at the same time. */
const MOST_OF_ONE_KEY = 8;
const PARALLEL_CHECKS = 4;

/** A row for each admin key and project with current keys, due immediately. */
export async function addWatches({ db }: Pick<EngineServices, "db">): Promise<void> {
  await db.$executeRaw`
    INSERT INTO key_watch (third_party_credential_id, project_id, due_at)
    SELECT DISTINCT third_party_credential_id, project_id, now() FROM minted_credential WHERE state = 'ACTIVE'
        ON CONFLICT DO NOTHING`;
}

/** Due checks by admin key, leased: nobody else takes them meanwhile, and after a crash they are due again. */
export async function claimLooks(
  { db, settings }: Pick<EngineServices, "db"> & { settings: Pick<EngineSettings, "timing"> },
  exceptRoots: readonly string[] = [],
): Promise<{ rootId: string; looks: Look[] }[]> {
  const lease = `${leaseSeconds(settings.timing)} seconds`;
  const claimed = await db.$queryRaw<Look[]>`
    WITH ranked AS (
      SELECT third_party_credential_id, project_id,
             row_number() OVER (PARTITION BY third_party_credential_id ORDER BY due_at) AS place
        FROM key_watch WHERE due_at <= now() AND third_party_credential_id <> ALL(${exceptRoots}::uuid[])
    ), due AS (
      SELECT third_party_credential_id, project_id FROM key_watch
       WHERE (third_party_credential_id, project_id) IN
             (SELECT third_party_credential_id, project_id FROM ranked WHERE place <= ${MOST_OF_ONE_KEY})
         AND due_at <= now()
         FOR UPDATE SKIP LOCKED
    )
    UPDATE key_watch AS watch SET due_at = now() + ${lease}::interval FROM due
     WHERE watch.third_party_credential_id = due.third_party_credential_id AND watch.project_id = due.project_id
    RETURNING watch.third_party_credential_id AS "rootId", watch.project_id AS "projectId",
              (SELECT count(*)::int FROM minted_credential WHERE state = 'ACTIVE') AS "exposedKeys"`;
  const byRoot = Map.groupBy(claimed, ({ rootId }) => rootId);
  return [...byRoot].map(([rootId, looks]) => ({ rootId, looks }));
}

/** The checks of one admin key. One without a response postpones the others. */
export async function lookInTurn(engine: Engine, looks: readonly Look[]): Promise<void> {
  const left = [...looks];
  let isUsable = true;
  const work = async () => {
    for (let look = left.pop(); look !== undefined && isUsable; look = left.pop()) {
      try {
        if (!(await lookAtKeys(engine, look))) isUsable = false;
      } catch (error) {
        // Due again when its lease ends.
        engine.log.error({ err: error, ...look }, "A check of current keys failed inside Phase");
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_CHECKS }, work));
}
