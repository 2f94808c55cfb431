import { databaseNow } from "@/lib/db";
import type { WebhookDelivery } from "@/lib/api/webhooks";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { DomainError, notFound } from "@/lib/errors";
import { findWebhook } from "./find-webhook";
import { DELIVERY_WITH, showDelivery } from "./show-delivery";

/**
 * Sends the same message again immediately, with all of its attempts. Throws `conflict` while it is being
 * sent or the webhook is off.
 */
export async function redeliver(
  ctx: Ctx,
  input: { id: string; deliveryId: string },
): Promise<WebhookDelivery> {
  const { id: endpointId, name, enabled } = await findWebhook(ctx, input.id);
  if (!enabled) throw new DomainError("conflict", "The webhook is off. Turn it on first.");
  const where = { id: input.deliveryId, endpointId };
  const delivery = await ctx.db.$transaction(async (tx) => {
    const now = await databaseNow(tx);
    const { count } = await tx.delivery.updateMany({
      where: { ...where, OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
      data: { state: "pending", attempts: 0, nextAttemptAt: now, leaseUntil: null },
    });
    const row = await tx.delivery.findFirst({ where, include: DELIVERY_WITH });
    if (row === null) throw notFound("delivery");
    if (count === 0) throw new DomainError("conflict", "The delivery is being sent now.");
    await recordAudit(tx, ctx, "webhook.redelivered", { id: endpointId, name });
    return row;
  });
  return showDelivery(delivery);
}
