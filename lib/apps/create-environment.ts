import { v7 as uuidv7 } from "uuid";
import type { Environment } from "@/lib/api/apps";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { lockApp } from "./find-app";

/** Adds an environment to an app, as its last one. Throws `not_found`, `name_exists`. */
export async function createEnvironment(
  ctx: Ctx,
  { id: appId, name }: { id: string; name: string },
): Promise<Environment> {
  authorise(ctx.actor, "apps:manage");
  return await refuseDuplicate("name_exists", `The app has an environment named ${name} already.`, () =>
    ctx.db.$transaction(async (tx) => {
      const app = await lockApp(tx, ctx, appId);
      const last = await tx.environment.aggregate({ where: { appId }, _max: { position: true } });
      const environment = { id: uuidv7(), name };
      await tx.environment.create({
        data: { ...environment, appId, position: (last._max.position ?? -1) + 1 },
      });
      const subject = { id: environment.id, name: `${app.name} / ${name}` };
      await recordAudit(tx, ctx, "environment.created", subject);
      return environment;
    }),
  );
}
