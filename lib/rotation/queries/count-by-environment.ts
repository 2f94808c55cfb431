import type * as z from "zod";
import type { environmentCountsSchema } from "@/lib/api/overview";
import type { Ctx } from "@/lib/access/context";
import { authorise } from "@/lib/access/permissions";
import { isSeenRotatingSecret } from "@/lib/access/reach-in-sql";
import { Prisma } from "@/lib/generated/prisma/client";
import { LATE_REVOCATIONS } from "./health-in-sql";

type Counts = z.output<typeof environmentCountsSchema>;

/** The health of each environment's rotating secrets. Environments without any are left out. */
export async function countByEnvironment({ db, actor, lookAtSeal }: Ctx): Promise<Counts> {
  authorise(actor, "read");
  const [environments, sealedBecause] = await Promise.all([
    db.$queryRaw<Counts["environments"]>`
      SELECT secret.environment_id AS "environmentId", count(*)::int AS "rotatingSecrets",
             count(*) FILTER (WHERE secret.pause_reason = 'failure')::int AS failed,
             count(*) FILTER (WHERE secret.pause_reason IS DISTINCT FROM 'failure'
               AND (secret.failure_count > 0 OR pending.failing > 0))::int AS degraded
        FROM rotating_secret AS secret LEFT JOIN ${LATE_REVOCATIONS} AS pending ON pending.rotating_secret_id = secret.id
       WHERE secret.deleted_at IS NULL AND secret.organisation_id = ${actor.organisationId}::uuid
         AND secret.environment_id IS NOT NULL AND ${isSeenRotatingSecret(actor, Prisma.sql`secret`)}
       GROUP BY 1 ORDER BY 1`,
    lookAtSeal(),
  ]);
  if (sealedBecause === null) return { environments };
  return {
    environments: environments.map((row) => ({ ...row, failed: row.rotatingSecrets, degraded: 0 })),
  };
}
