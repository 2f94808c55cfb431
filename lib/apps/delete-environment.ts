import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { lockEnvironment } from "./lock-app";
import { removeEnvironments } from "./remove-environments";

/** With its static secrets. Throws `not_found`, `in_use` if it has rotating secrets, `precondition_failed`. */
export async function deleteEnvironment(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorise(ctx.actor, "apps:manage");
  await ctx.db.$transaction(async (tx) => {
    const { app, environment } = await lockEnvironment(tx, ctx, id);
    const { secrets } = await removeEnvironments(tx, [id]);
    const subject = { id, name: `${app.name} / ${environment.name}` };
    await recordAudit(tx, ctx, "environment.deleted", subject, { secretsDeleted: secrets });
  });
}
