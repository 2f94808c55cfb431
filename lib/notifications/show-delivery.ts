import type { WebhookDelivery } from "@/lib/api/webhooks";
import type { Prisma } from "@/lib/generated/prisma/client";
import { messageIdOf } from "./sign";

export const DELIVERY_WITH = {
  notification: { select: { id: true, type: true } },
} satisfies Prisma.DeliveryInclude;

export function showDelivery(
  row: Prisma.DeliveryGetPayload<{ include: typeof DELIVERY_WITH }>,
): WebhookDelivery {
  return {
    id: row.id,
    messageId: messageIdOf(row.notification.id),
    type: row.notification.type,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
  };
}
