import type * as z from "zod";
import type { webhookListSchema } from "@/lib/api/webhooks";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { databaseNow } from "@/lib/db";
import { byId, called, cutPage, FIRST_PAGE, requireCursor } from "@/lib/requests/page";
import { SHOWN_WITH } from "./find-webhook";
import { showWebhook } from "./show-webhook";

/** In the order of creation. */
export async function listWebhooks(
  ctx: Ctx,
  query = FIRST_PAGE,
): Promise<z.output<typeof webhookListSchema>> {
  authorise(ctx.actor, "webhooks:manage");
  const { following, sorted } = byId(query, "asc");
  const where = { organisationId: ctx.actor.organisationId, ...called(query) };
  await requireCursor(query, (id) => ctx.db.webhookEndpoint.findFirst({ where: { ...where, id } }));
  const rows = await ctx.db.webhookEndpoint.findMany({
    where: { ...where, ...following },
    include: SHOWN_WITH,
    ...sorted,
  });
  const { page, nextCursor } = cutPage(rows, query.limit);
  const now = await databaseNow(ctx.db);
  return { webhooks: await Promise.all(page.map((row) => showWebhook(ctx, row, now))), nextCursor };
}
