"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { CreateWebhook } from "@/lib/api/webhooks";
import { useCreateWebhook } from "@/lib/client/create-webhook";
import { errorMessage } from "@/lib/client/fetcher";
import { SigningSecret } from "./signing-secret";
import { WebhookForm } from "./webhook-form";

const NOTHING_YET: CreateWebhook = { name: "", url: "", format: "standard", types: [] };

export function AddWebhookDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const create = useCreateWebhook();
  if (create.isSuccess) {
    return (
      <SigningSecret
        secret={create.data.secret}
        note="Any library for Standard Webhooks checks the signature. Slack needs none of this."
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      onClose={onClose}
      title="Add webhook"
      description="An address of yours that is called when something happens. No message ever holds a key."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={create.isPending}>
            Add webhook
          </Button>
        </>
      }
    >
      <WebhookForm
        id={id}
        defaults={NOTHING_YET}
        problem={create.isError ? errorMessage(create.error) : undefined}
        onSubmit={(webhook) => create.mutate(webhook)}
      />
    </Dialog>
  );
}
