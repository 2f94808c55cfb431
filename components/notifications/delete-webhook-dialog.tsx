"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { deleteWebhook } from "@/lib/client/webhooks";

export function DeleteWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const remove = useMutation(deleteWebhook(webhook.id));
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Delete ${webhook.name}?`}
      description="Phase stops sending to this URL. Queued deliveries and the delivery log are deleted too."
      confirmLabel="Delete webhook"
      mutation={remove}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${webhook.name} deleted.`);
            onClose();
          },
        })
      }
    />
  );
}
