import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { requireMatch } from "@/lib/requests/etag";
import { appTag } from "@/lib/requests/tags";
import { lockApp } from "./lock-app";
import { removeEnvironments } from "./remove-environments";

/** With its environments and their static secrets. Throws `not_found`, `in_use` if one has rotating secrets, `precondition_failed`. */
export async function deleteApp(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorise(ctx.actor, "apps:manage");
  await ctx.db.$transaction(async (tx) => {
    const { name, environments, ...app } = await lockApp(tx, ctx, id);
    requireMatch(ctx, appTag({ ...app, name, environments }));
    const { secrets } = await removeEnvironments(
      tx,
      environments.map((environment) => environment.id),
    );
    await tx.app.delete({ where: { id } });
    const names = environments.map((environment) => environment.name).join(", ");
    await recordAudit(tx, ctx, "app.deleted", { id, name }, { environments: names, secretsDeleted: secrets });
  });
}
