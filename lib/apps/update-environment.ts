import type { PlacedEnvironment, UpdateEnvironment } from "@/lib/api/apps";
import { changesBetween } from "@/lib/audit-log/changes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { labelFields, storedLabels } from "@/lib/formats/labels";
import { lockEnvironment } from "./lock-app";

/**
 * Changes its name or labels. Programs that name an environment by ID don't notice. Throws `not_found`, `name_exists`,
 * `precondition_failed`.
 */
export async function updateEnvironment(
  ctx: Ctx,
  { id, ...input }: { id: string } & UpdateEnvironment,
): Promise<PlacedEnvironment> {
  authorise(ctx.actor, "apps:manage");
  return await refuseTakenName("environment", input.name ?? "", () =>
    ctx.db.$transaction(async (tx) => {
      const { app, environment: before } = await lockEnvironment(tx, ctx, id);
      const name = input.name ?? before.name;
      const labels = input.labels ?? before.labels;
      const placed = { id, name, labels, appId: app.id, appName: app.name };
      const changes = changesBetween(
        { name: before.name, ...labelFields(storedLabels(before.labels)) },
        { name, ...labelFields(storedLabels(labels)) },
      );
      if (changes.length === 0) return placed;
      await tx.environment.update({ where: { id }, data: { name, labels: storedLabels(labels) } });
      await recordAudit(tx, ctx, "environment.updated", { id, name: `${app.name} / ${name}` }, { changes });
      return placed;
    }),
  );
}
