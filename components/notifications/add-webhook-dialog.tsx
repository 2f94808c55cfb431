"use client";
import { useMutation } from "@tanstack/react-query";
import type { CreateWebhook } from "@/lib/api/webhooks";
import { createWebhook } from "@/lib/client/webhooks";
import { SigningSecret } from "./signing-secret";
import { WebhookFormDialog } from "./webhook-form-dialog";

const NOTHING_YET: CreateWebhook = { name: "", url: "", format: "standard", types: [] };

export function AddWebhookDialog({ onClose }: { onClose: () => void }) {
  const create = useMutation(createWebhook);
  if (create.isSuccess) {
    return (
      <SigningSecret
        secret={create.data.secret}
        note="Any library for Standard Webhooks checks the signature. Slack ignores it."
        onClose={onClose}
      />
    );
  }
  return (
    <WebhookFormDialog
      title="Add webhook"
      description="Phase sends a POST request to your URL when an event occurs. Messages never contain keys."
      submitLabel="Add webhook"
      defaults={NOTHING_YET}
      pending={create.isPending}
      save={(webhook, onError) => create.mutate(webhook, { onError })}
      onClose={onClose}
    />
  );
}
