"use client";
import { useMutation } from "@tanstack/react-query";
import { KeyRound, Pencil, Power, Send } from "lucide-react";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Labels } from "@/components/ui/labels";
import { RowMenu } from "@/components/ui/row-menu";
import { Row } from "@/components/ui/rows";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { errorMessage } from "@/lib/client/fetcher";
import { testWebhook, updateWebhook } from "@/lib/client/webhooks";
import { notificationLabel } from "@/lib/lists/notification-types";

export type WebhookAction = "edit" | "deliveries" | "rotate" | "delete";

type WebhookRowProps = { webhook: Webhook; onAction: (action: WebhookAction) => void };

export function WebhookRow({ webhook, onAction }: WebhookRowProps) {
  const test = useMutation(testWebhook(webhook.id));
  const update = useMutation(updateWebhook(webhook.id));
  const { name, enabled } = webhook;
  const onError = (error: unknown) => toast(`${name}: ${errorMessage(error)}`, "danger");

  const switchOnOrOff = () =>
    update.mutate(
      { enabled: !enabled },
      { onSuccess: () => toast(`${name} turned ${enabled ? "off" : "on"}.`), onError },
    );

  return (
    <Row
      status={<StatusBadge tone={enabled ? "positive" : "neutral"}>{enabled ? "On" : "Off"}</StatusBadge>}
      title={name}
      subtitle={
        <>
          <span className="font-mono text-xs break-all">{webhook.url}</span>
          <Labels labels={webhook.labels} />
        </>
      }
      meta={
        <>
          <span className="block">{wants(webhook)}</span>
          {webhook.format === "slack" ? "Slack" : "Standard Webhooks"}
        </>
      }
      actions={
        <>
          <Button size="sm" onClick={() => onAction("deliveries")} aria-label={`Deliveries of ${name}`}>
            Deliveries
          </Button>
          <RowMenu
            name={name}
            items={[
              {
                label: "Send test",
                icon: <Send aria-hidden />,
                disabled: !enabled || test.isPending,
                onSelect: () => test.mutate(undefined, { onSuccess: () => onAction("deliveries"), onError }),
              },
              { label: "Edit", icon: <Pencil aria-hidden />, onSelect: () => onAction("edit") },
              { label: "Rotate secret", icon: <KeyRound aria-hidden />, onSelect: () => onAction("rotate") },
              {
                label: enabled ? "Turn off" : "Turn on",
                icon: <Power aria-hidden />,
                onSelect: switchOnOrOff,
              },
            ]}
            removal={{ label: "Delete", onSelect: () => onAction("delete") }}
          />
        </>
      }
    />
  );
}

function wants({ types }: Webhook): string {
  const [only] = types;
  if (only === undefined) return "Everything";
  return types.length === 1 ? notificationLabel(only) : `${types.length} event types`;
}
