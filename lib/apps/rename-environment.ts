import type { Environment } from "@/lib/api/apps";
import { changesBetween } from "@/lib/audit-log/changes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { notFound } from "@/lib/errors";
import { lockApp } from "./find-app";

/** Programs that name an environment by ID don't notice. Throws `not_found`, `name_exists`. */
export async function renameEnvironment(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
): Promise<Environment> {
  authorise(ctx.actor, "apps:manage");
  const { organisationId } = ctx.actor;
  return await refuseDuplicate("name_exists", `The app has an environment named ${name} already.`, () =>
    ctx.db.$transaction(async (tx) => {
      const found = await tx.environment.findFirst({ where: { id, app: { organisationId } } });
      if (found === null) throw notFound("environment");
      const app = await lockApp(tx, ctx, found.appId);
      const before = app.environments.find((environment) => environment.id === id);
      if (before === undefined) throw notFound("environment");
      const changes = changesBetween({ name: before.name }, { name });
      if (changes.length === 0) return before;
      await tx.environment.update({ where: { id }, data: { name } });
      await recordAudit(tx, ctx, "environment.updated", { id, name: `${app.name} / ${name}` }, { changes });
      return { id, name };
    }),
  );
}
