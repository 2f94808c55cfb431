import { v7 as uuidv7 } from "uuid";
import type { PlacedEnvironment } from "@/lib/api/apps";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import type { Labels } from "@/lib/api/labels";
import { storedLabels } from "@/lib/formats/labels";
import { lockApp } from "./lock-app";

/** Adds an environment to the end of an app's list. Throws `not_found`, `name_exists`. */
export async function createEnvironment(
  ctx: Ctx,
  { appId, name, labels = {} }: { appId: string; name: string; labels?: Labels | undefined },
): Promise<PlacedEnvironment> {
  authorise(ctx.actor, "apps:manage");
  return await refuseTakenName("environment", name, () =>
    ctx.db.$transaction(async (tx) => {
      const app = await lockApp(tx, ctx, appId);
      const last = await tx.environment.aggregate({ where: { appId }, _max: { position: true } });
      const environment = { id: uuidv7(), appId, name };
      const position = (last._max.position ?? -1) + 1;
      await tx.environment.create({ data: { ...environment, labels: storedLabels(labels), position } });
      const subject = { id: environment.id, name: `${app.name} / ${name}` };
      await recordAudit(tx, ctx, "environment.created", subject);
      return { ...environment, labels, appName: app.name };
    }),
  );
}
