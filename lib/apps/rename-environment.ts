import type { PlacedEnvironment } from "@/lib/api/apps";
import { changesBetween } from "@/lib/audit-log/changes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { lockEnvironment } from "./lock-app";

/** Programs that name an environment by ID don't notice. Throws `not_found`, `name_exists`, `precondition_failed`. */
export async function renameEnvironment(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
): Promise<PlacedEnvironment> {
  authorise(ctx.actor, "apps:manage");
  return await refuseTakenName("environment", name, () =>
    ctx.db.$transaction(async (tx) => {
      const { app, environment: before } = await lockEnvironment(tx, ctx, id);
      const placed = { id, name, appId: app.id, appName: app.name };
      const changes = changesBetween({ name: before.name }, { name });
      if (changes.length === 0) return placed;
      await tx.environment.update({ where: { id }, data: { name } });
      await recordAudit(tx, ctx, "environment.updated", { id, name: `${app.name} / ${name}` }, { changes });
      return placed;
    }),
  );
}
