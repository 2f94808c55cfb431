import type { App } from "@/lib/api/apps";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import type { Labels } from "@/lib/api/labels";
import { insertApp, type NewEnvironment } from "./insert-app";

type Input = {
  name: string;
  labels?: Labels | undefined;
  /** In display order. */
  environments?: readonly NewEnvironment[] | undefined;
};

export async function createApp(ctx: Ctx, { name, labels, environments }: Input): Promise<App> {
  authorise(ctx.actor, "apps:manage");
  return await refuseTakenName("app", name, () =>
    ctx.db.$transaction(async (tx) => {
      const app = await insertApp(tx, ctx.actor.organisationId, name, { labels, environments });
      await recordAudit(tx, ctx, "app.created", { id: app.id, name: app.name });
      return app;
    }),
  );
}
