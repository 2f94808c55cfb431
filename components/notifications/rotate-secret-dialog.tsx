"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import type { Webhook } from "@/lib/api/webhooks";
import { rotateWebhookSecret } from "@/lib/client/webhooks";
import { SigningSecret } from "./signing-secret";

export function RotateSecretDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const rotate = useMutation(rotateWebhookSecret(webhook.id));
  if (rotate.isSuccess) {
    return (
      <SigningSecret
        secret={rotate.data.secret}
        note="Each message carries both signatures for a day. Update the receiver within that time."
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Rotate the signing secret of ${webhook.name}?`}
      description={
        webhook.previousSecretExpiresAt === null
          ? "Phase creates a new secret and shows it once. The current one stays valid for a day."
          : "Phase creates a new secret and shows it once. The current one stays valid for a day. The previous one stops working now."
      }
      confirmLabel="Rotate secret"
      mutation={rotate}
      onConfirm={() => rotate.mutate()}
    />
  );
}
