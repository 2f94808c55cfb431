"use client";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { useUpdateWebhook } from "@/lib/client/update-webhook";
import { WebhookFormDialog } from "./webhook-form-dialog";

export function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const update = useUpdateWebhook(webhook.id);
  return (
    <WebhookFormDialog
      title={`Edit ${webhook.name}`}
      description="Messages that wait are sent to the new address too."
      submitLabel="Save"
      defaults={webhook}
      pending={update.isPending}
      save={(changed, onError) =>
        update.mutate(changed, {
          onSuccess: ({ name }) => {
            toast(`${name} is saved.`);
            onClose();
          },
          onError,
        })
      }
      onClose={onClose}
    />
  );
}
