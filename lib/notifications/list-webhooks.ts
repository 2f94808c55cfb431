import type { Webhook } from "@/lib/api/webhooks";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { SHOWN_WITH } from "./find-webhook";
import { showWebhook } from "./show-webhook";

export async function listWebhooks(ctx: Ctx): Promise<Webhook[]> {
  authorise(ctx.actor, "webhooks:manage");
  const rows = await ctx.db.webhookEndpoint.findMany({
    where: { organisationId: ctx.actor.organisationId },
    include: SHOWN_WITH,
    orderBy: { id: "asc" },
  });
  return await Promise.all(rows.map((row) => showWebhook(ctx, row)));
}
