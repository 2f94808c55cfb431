/**
 * The watch of exposed keys. A key can die while its account lives: somebody deletes it at the provider, or the provider
 * disables it. Every few minutes each project's keys are listed; what the list does not show is asked itself.
 */
import type { Engine, EngineServices, EngineSettings } from "../services";
import { leaseSeconds } from "../core/schedule";
import { type Look, lookAtKeys } from "./key-look";

/** Looks taken at once for one admin key, and how many of them are under way together. */
const MOST_OF_ONE_KEY = 8;
const HANDS_OF_ONE_KEY = 4;

/** A row for each admin key and project that has exposed keys, due at once. */
export async function addWatches({ db }: Pick<EngineServices, "db">): Promise<void> {
  await db.$executeRaw`
    INSERT INTO key_watch (third_party_credential_id, project_id, due_at)
    SELECT DISTINCT third_party_credential_id, project_id, now() FROM minted_credential WHERE state = 'ACTIVE'
        ON CONFLICT DO NOTHING`;
}

/** Looks that are due, by admin key, leased: nobody else takes them meanwhile, and after a crash they are due again. */
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

/** The looks of one admin key. One that it does not answer puts off the others. */
export async function lookInTurn(engine: Engine, looks: readonly Look[]): Promise<void> {
  const left = [...looks];
  let isUsable = true;
  const work = async () => {
    for (let look = left.pop(); look !== undefined && isUsable; look = left.pop()) {
      try {
        if (!(await lookAtKeys(engine, look))) isUsable = false;
      } catch (error) {
        // Due again when its lease ends.
        engine.log.error({ err: error, ...look }, "A look at exposed keys failed on our side");
      }
    }
  };
  await Promise.all(Array.from({ length: HANDS_OF_ONE_KEY }, work));
}
