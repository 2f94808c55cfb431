"use client";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/rows";
import type { WebhookDelivery } from "@/lib/api/webhooks";
import { notificationLabel } from "@/lib/lists/notification-types";

type DeliveryRowProps = {
  delivery: WebhookDelivery;
  pending: boolean;
  /** Undefined while its webhook is off. */
  onRedeliver: (() => void) | undefined;
};

export function DeliveryRow({ delivery, pending, onRedeliver }: DeliveryRowProps) {
  const { tone, word } = stateOf(delivery);
  return (
    <Row
      status={<StatusBadge tone={tone}>{word}</StatusBadge>}
      title={notificationLabel(delivery.type)}
      subtitle={
        <>
          <span className="block font-mono text-xs break-all">{delivery.messageId}</span>
          {delivery.lastError !== null && <span className="text-danger-ink">{delivery.lastError}</span>}
        </>
      }
      meta={
        <>
          <span className="block">
            <RelativeTime at={delivery.createdAt} />
            {delivery.attempts > 1 && `, ${delivery.attempts} attempts`}
            {delivery.state === "delivered" &&
              delivery.lastStatus !== null &&
              `, response ${delivery.lastStatus}`}
          </span>
          {delivery.state === "pending" && delivery.attempts > 0 && delivery.nextAttemptAt !== null && (
            <>
              Next attempt <RelativeTime at={delivery.nextAttemptAt} />
            </>
          )}
        </>
      }
      actions={
        onRedeliver !== undefined && (
          <Button
            size="sm"
            pending={pending}
            onClick={onRedeliver}
            aria-label={`Redeliver ${notificationLabel(delivery.type)}`}
          >
            Redeliver
          </Button>
        )
      }
    />
  );
}

function stateOf({ state, attempts }: WebhookDelivery): { tone: Tone; word: string } {
  switch (state) {
    case "delivered":
      return { tone: "positive", word: "Delivered" };
    case "failed":
      return { tone: "danger", word: "Failed" };
    case "pending":
      return attempts === 0 ? { tone: "info", word: "Sending" } : { tone: "warning", word: "Retrying" };
  }
}
