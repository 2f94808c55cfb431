/** What needs a person in the engine's tables: read by index, one statement per kind. */
import type { Ctx } from "@/lib/access/context";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import { Prisma } from "@/lib/generated/prisma/client";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import { blocksCredential } from "../core/health";
import { IS_WAITING } from "../store/pending";

/** Of each kind. */
const MOST = 20;
/** The number of rotating secrets that are named. The others are counted. */
const NAMED = 5;
/** A revocation that failed less often may succeed at the next attempt. */
const FAILED_OFTEN = 3;

const BLOCKING: readonly string[] = FAILURE_CODES.filter(blocksCredential);

function ours({ actor }: Ctx): Prisma.Sql {
  return Prisma.sql`secret.deleted_at IS NULL AND secret.organisation_id = ${actor.organisationId}::uuid
    AND ${isSeenRotatingSecret(actor, Prisma.sql`secret`)}`;
}

export type Stopped = {
  thirdPartyCredentialId: string;
  projectName: string;
  code: string;
  since: Date;
  failedAt: Date;
  count: number;
  ids: string[];
};

/** Schedules paused by a failure: those with a refused admin key grouped by key, the others by project and reason. */
export async function stoppedByFailure(ctx: Ctx): Promise<{ byAdminKey: Stopped[]; byProject: Stopped[] }> {
  const stopped = async (by: Prisma.Sql, isBlocking: boolean) =>
    await ctx.db.$queryRaw<Stopped[]>`
    SELECT min(secret.third_party_credential_id::text) AS "thirdPartyCredentialId", min(secret.project_name) AS "projectName",
           secret.last_failure_code AS code, coalesce(min(secret.paused_at), now()) AS since,
           coalesce(max(secret.last_failure_at), now()) AS "failedAt", count(*)::int AS count,
           (array_agg(secret.id))[1:${NAMED}] AS ids
      FROM rotating_secret AS secret
     WHERE secret.pause_reason = 'failure' AND ${ours(ctx)}
       AND (secret.last_failure_code = ANY(${BLOCKING}::text[])) IS ${isBlocking ? Prisma.sql`TRUE` : Prisma.sql`NOT TRUE`}
     GROUP BY ${by}, secret.last_failure_code ORDER BY count(*) DESC, 1 LIMIT ${MOST}`;
  const [byAdminKey, byProject] = await Promise.all([
    stopped(Prisma.sql`secret.third_party_credential_id`, true),
    stopped(Prisma.sql`secret.project_id`, false),
  ]);
  return { byAdminKey, byProject };
}

type Group = { since: Date | null; count: number; ids: string[] };

/** Revocations that OpenAI refuses repeatedly, except those that only wait for another admin key. */
export async function overdueRevocations(ctx: Ctx): Promise<Group> {
  const [group] = await ctx.db.$queryRaw<Group[]>`
    SELECT min(late.revoke_at) AS since, count(DISTINCT secret.id)::int AS count,
           (array_agg(DISTINCT secret.id))[1:${NAMED}] AS ids
      FROM (SELECT rotating_secret_id, revoke_at, last_failure_code FROM minted_credential
             WHERE ${IS_WAITING} AND (failure_count > 0 OR state = 'REVOKING')
               AND failure_count >= ${FAILED_OFTEN} AND service_account_id IS NOT NULL) AS late
      JOIN rotating_secret AS secret ON secret.id = late.rotating_secret_id
     WHERE ${ours(ctx)} AND (late.last_failure_code = ANY(${[...BLOCKING]}::text[])) IS NOT TRUE`;
  return group === undefined || group.count === 0 ? { since: null, count: 0, ids: [] } : group;
}

type Used = { id: string; lastUsedAt: Date; revokeAt: Date | null };

/** Rotating secrets whose previous key OpenAI saw in use after it was replaced, the first to end first. */
export async function previousKeysInUse(ctx: Ctx): Promise<Used[]> {
  return await ctx.db.$queryRaw<Used[]>`
    SELECT secret.id, max(used.last_used_at) AS "lastUsedAt", min(used.revoke_at) AS "revokeAt"
      FROM (SELECT rotating_secret_id, last_used_at, revoke_at FROM minted_credential
             WHERE state = 'EXPIRING' AND last_used_at > replaced_at) AS used
      JOIN rotating_secret AS secret ON secret.id = used.rotating_secret_id
     WHERE ${ours(ctx)} GROUP BY secret.id ORDER BY min(used.revoke_at), secret.id LIMIT ${MOST}`;
}

/** Paused by a person for so long that a rotation was missed. */
export async function pausedTooLong(ctx: Ctx): Promise<Group> {
  const [group] = await ctx.db.$queryRaw<Group[]>`
    SELECT min(secret.paused_at) AS since, count(*)::int AS count, (array_agg(secret.id))[1:${NAMED}] AS ids
      FROM rotating_secret AS secret
     WHERE secret.pause_reason = 'manual' AND secret.next_rotation_at < now() AND ${ours(ctx)}`;
  return group === undefined || group.count === 0 ? { since: null, count: 0, ids: [] } : group;
}
