"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { errorMessage } from "@/lib/client/fetcher";
import { useUpdateWebhook } from "@/lib/client/update-webhook";
import { WebhookForm } from "./webhook-form";

export function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const id = useId();
  const update = useUpdateWebhook(webhook.id);
  return (
    <Dialog
      onClose={onClose}
      title={`Edit ${webhook.name}`}
      description="Messages that wait are sent to the new address too."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <WebhookForm
        id={id}
        defaults={webhook}
        problem={update.isError ? errorMessage(update.error) : undefined}
        onSubmit={(changed) =>
          update.mutate(changed, {
            onSuccess: (saved) => {
              toast(`${saved.name} is saved.`);
              onClose();
            },
          })
        }
      />
    </Dialog>
  );
}
