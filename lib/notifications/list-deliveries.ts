import type * as z from "zod";
import type { deliveryPageSchema } from "@/lib/api/webhooks";
import type { Ctx } from "@/lib/access/context";
import { findWebhook } from "./find-webhook";
import { DELIVERY_WITH, showDelivery } from "./show-delivery";

/** One page, newest first. The cursor is the last ID of the previous page. Deliveries are kept for a month. */
export async function listDeliveries(
  ctx: Ctx,
  input: { id: string; cursor?: string | undefined; limit: number },
): Promise<z.input<typeof deliveryPageSchema>> {
  const { id: endpointId } = await findWebhook(ctx, input.id);
  const rows = await ctx.db.delivery.findMany({
    where: { endpointId, ...(input.cursor === undefined ? {} : { id: { lt: input.cursor } }) },
    include: DELIVERY_WITH,
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const deliveries = rows.slice(0, input.limit).map(showDelivery);
  return { deliveries, nextCursor: rows.length > input.limit ? (deliveries.at(-1)?.id ?? null) : null };
}
