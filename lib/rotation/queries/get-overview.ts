import type { Overview } from "@/lib/api/rotating-secrets";
import { authorise } from "@/lib/access/permissions";
import { databaseNow } from "@/lib/db";
import { seenRows } from "@/lib/access/reach";
import type { Ctx } from "@/lib/access/context";
import type { Health } from "@/lib/lists/states";
import { rotationActivity } from "./rotation-activity";
import { CREDENTIAL_COLUMNS, SHOWN_WITH, showCredential, showRotatingSecret } from "./show";

const WORST_FIRST: Record<Health, number> = { failed: 0, degraded: 1, healthy: 2 };

/** Every rotating secret of the organisation, worst first, what deleted ones still owe, and how the last 30 days went. */
export async function getOverview(ctx: Ctx): Promise<Overview> {
  authorise(ctx.actor, "read");
  const { organisationId } = ctx.actor;
  const rows = await ctx.db.rotatingSecret.findMany({
    where: { organisationId, deletedAt: null, ...seenRows(ctx.actor) },
    include: { ...SHOWN_WITH, environment: { include: { app: { select: { name: true } } } } },
  });
  const debts = await ctx.db.mintedCredential.findMany({
    where: {
      state: { in: ["EXPIRING", "REVOKING", "UNKNOWN"] },
      rotatingSecret: { organisationId, deletedAt: { not: null }, ...seenRows(ctx.actor) },
    },
    select: { ...CREDENTIAL_COLUMNS, rotatingSecret: { select: { id: true, name: true } } },
    orderBy: { id: "asc" },
  });
  const sealedBecause = await ctx.lookAtSeal();
  const items = rows.map((row) => ({
    rotatingSecret: showRotatingSecret(row, sealedBecause),
    appId: row.environment?.appId ?? "",
    appName: row.environment?.app.name ?? "",
    environmentName: row.environment?.name ?? "",
  }));
  items.sort(
    ({ rotatingSecret: a }, { rotatingSecret: b }) =>
      WORST_FIRST[a.health] - WORST_FIRST[b.health] ||
      b.owed - a.owed ||
      a.nextRotationAt.localeCompare(b.nextRotationAt),
  );
  return {
    items,
    deletedDebts: debts.map(({ rotatingSecret, ...credential }) => ({
      rotatingSecretId: rotatingSecret.id,
      rotatingSecretName: rotatingSecret.name,
      projectId: credential.projectId,
      credential: showCredential(credential),
    })),
    activity: await rotationActivity(ctx, await databaseNow(ctx.db)),
  };
}
