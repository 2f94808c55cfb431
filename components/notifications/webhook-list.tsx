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
    return (
      <NotLoaded query={webhooks} loading="Loading the webhooks…" failed="The webhooks could not be loaded" />
    );
  }
  if (webhooks.data.length === 0) {
    return (
      <EmptyState title="No webhooks yet" icon={<WebhookIcon aria-hidden />}>
        A webhook calls an address of yours when something happens: to restart what reads a key, to open a
        ticket, or to write into a chat.
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
