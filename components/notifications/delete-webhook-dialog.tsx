"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { useDeleteWebhook } from "@/lib/client/delete-webhook";
import { errorMessage } from "@/lib/client/fetcher";

export function DeleteWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const remove = useDeleteWebhook(webhook.id);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={`Delete ${webhook.name}?`}
      description="Nothing is sent there any more. Messages that wait, and its delivery log, are deleted too."
      confirmLabel="Delete webhook"
      pending={remove.isPending}
      error={remove.isError ? errorMessage(remove.error) : null}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${webhook.name} is deleted.`);
            onClose();
          },
        })
      }
    />
  );
}
