import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { notFound } from "@/lib/errors";
import { requireMatch } from "@/lib/requests/etag";
import { namedTag } from "@/lib/requests/tags";
import { lockApp } from "./lock-app";
import { removeEnvironments } from "./remove-environments";

/** With its static secrets. Throws `not_found`, `in_use` if it has rotating secrets, `precondition_failed`. */
export async function deleteEnvironment(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorise(ctx.actor, "apps:manage");
  const { organisationId } = ctx.actor;
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.environment.findFirst({ where: { id, app: { organisationId } } });
    if (found === null) throw notFound("environment");
    const app = await lockApp(tx, ctx, found.appId);
    const environment = app.environments.find((one) => one.id === id);
    if (environment === undefined) throw notFound("environment");
    requireMatch(ctx, namedTag(environment));
    const { secrets } = await removeEnvironments(tx, [id]);
    const subject = { id, name: `${app.name} / ${environment.name}` };
    await recordAudit(tx, ctx, "environment.deleted", subject, { secretsDeleted: secrets });
  });
}
