"use client";
import type { Webhook } from "@/lib/api/webhooks";
import { AddWebhookDialog } from "./add-webhook-dialog";
import { DeleteWebhookDialog } from "./delete-webhook-dialog";
import { DeliveriesDialog } from "./deliveries-dialog";
import { EditWebhookDialog } from "./edit-webhook-dialog";
import { RotateSecretDialog } from "./rotate-secret-dialog";
import type { WebhookAction } from "./webhook-row";

export type OpenWebhookDialog = { action: "add" } | { action: WebhookAction; webhook: Webhook };

const DIALOGS = {
  edit: EditWebhookDialog,
  deliveries: DeliveriesDialog,
  rotate: RotateSecretDialog,
  delete: DeleteWebhookDialog,
} satisfies Record<WebhookAction, unknown>;

type WebhookDialogsProps = { dialog: OpenWebhookDialog; onClose: () => void };

/** The dialogs of the page, loaded when one of them is opened. */
export default function WebhookDialogs({ dialog, onClose }: WebhookDialogsProps) {
  if (dialog.action === "add") return <AddWebhookDialog onClose={onClose} />;
  const Chosen = DIALOGS[dialog.action];
  return <Chosen webhook={dialog.webhook} onClose={onClose} />;
}
