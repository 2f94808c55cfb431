import { databaseNow } from "@/lib/db";
import { v7 as uuidv7 } from "uuid";
import type { WebhookDelivery } from "@/lib/api/webhooks";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { actorLabel, type Ctx } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";
import { TEST_TYPE } from "@/lib/lists/notification-types";
import { findWebhook } from "./find-webhook";
import { buildPayload } from "./payload";
import { DELIVERY_WITH, showDelivery } from "./show-delivery";

/**
 * Sends a test message to this webhook only. The delivery shows the result. Throws `conflict` while the
 * webhook is off.
 */
export async function testWebhook(ctx: Ctx, input: { id: string }): Promise<WebhookDelivery> {
  const { id: endpointId, organisationId, name, enabled } = await findWebhook(ctx, input.id);
  if (!enabled) throw new DomainError("conflict", "The webhook is off. Turn it on first.");
  const delivery = await ctx.db.$transaction(async (tx) => {
    const now = await databaseNow(tx);
    const actor = actorLabel(ctx.actor);
    const notification = await tx.notification.create({
      data: { id: uuidv7(), organisationId, type: TEST_TYPE, at: now, actor, dispatchedAt: now },
    });
    const payload = await buildPayload(tx, notification);
    await tx.notification.update({ where: { id: notification.id }, data: { payload } });
    await recordAudit(tx, ctx, "webhook.tested", { id: endpointId, name });
    return await tx.delivery.create({
      data: { id: uuidv7(), notificationId: notification.id, endpointId, nextAttemptAt: now },
      include: DELIVERY_WITH,
    });
  });
  return showDelivery(delivery);
}
