"use client";
import { useMutation } from "@tanstack/react-query";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { updateWebhook } from "@/lib/client/webhooks";
import { WebhookFormDialog } from "./webhook-form-dialog";

export function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const update = useMutation(updateWebhook(webhook.id));
  return (
    <WebhookFormDialog
      title={`Edit ${webhook.name}`}
      description="Queued deliveries go to the new URL too."
      submitLabel="Save"
      defaults={webhook}
      pending={update.isPending}
      save={(changed, onError) =>
        update.mutate(changed, {
          onSuccess: ({ name }) => {
            toast(`${name} saved.`);
            onClose();
          },
          onError,
        })
      }
      onClose={onClose}
    />
  );
}
