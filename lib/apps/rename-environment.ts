import type { PlacedEnvironment } from "@/lib/api/apps";
import { changesBetween } from "@/lib/audit-log/changes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { notFound } from "@/lib/errors";
import { requireMatch } from "@/lib/requests/etag";
import { namedTag } from "@/lib/requests/tags";
import { lockApp } from "./lock-app";

/** Programs that name an environment by ID don't notice. Throws `not_found`, `name_exists`, `precondition_failed`. */
export async function renameEnvironment(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
): Promise<PlacedEnvironment> {
  authorise(ctx.actor, "apps:manage");
  const { organisationId } = ctx.actor;
  return await refuseTakenName("environment", name, () =>
    ctx.db.$transaction(async (tx) => {
      const found = await tx.environment.findFirst({ where: { id, app: { organisationId } } });
      if (found === null) throw notFound("environment");
      const app = await lockApp(tx, ctx, found.appId);
      const before = app.environments.find((environment) => environment.id === id);
      if (before === undefined) throw notFound("environment");
      requireMatch(ctx, namedTag(before));
      const placed = { id, name, appId: app.id, appName: app.name };
      const changes = changesBetween({ name: before.name }, { name });
      if (changes.length === 0) return placed;
      await tx.environment.update({ where: { id }, data: { name } });
      await recordAudit(tx, ctx, "environment.updated", { id, name: `${app.name} / ${name}` }, { changes });
      return placed;
    }),
  );
}
