"use client";
import { useQuery } from "@tanstack/react-query";
import { Webhook as WebhookIcon } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { Rows } from "@/components/ui/rows";
import type { Webhook } from "@/lib/api/webhooks";
import { webhooksQuery } from "@/lib/client/webhooks";
import { type WebhookAction, WebhookRow } from "./webhook-row";

type WebhookListProps = { onAction: (action: WebhookAction, webhook: Webhook) => void };

export function WebhookList({ onAction }: WebhookListProps) {
  const webhooks = useQuery(webhooksQuery);
  if (webhooks.data === undefined) {
    return <NotLoaded query={webhooks} loading="Loading webhooks…" failed="Couldn't load webhooks" />;
  }
  if (webhooks.data.length === 0) {
    return (
      <EmptyState title="No webhooks yet" icon={<WebhookIcon aria-hidden />}>
        A webhook calls your URL when an event occurs. Use it to restart programs, open tickets or post to a
        chat.
      </EmptyState>
    );
  }
  return (
    <Rows label="Webhooks">
      {webhooks.data.map((webhook) => (
        <WebhookRow key={webhook.id} webhook={webhook} onAction={(action) => onAction(action, webhook)} />
      ))}
    </Rows>
  );
}
