"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { SecretRow } from "@/lib/api/secrets";
import { deleteSecret } from "@/lib/client/secrets";

type DeleteSecretDialogProps = { environmentId: string; secret: SecretRow; onClose: () => void };

export function DeleteSecretDialog({ environmentId, secret, onClose }: DeleteSecretDialogProps) {
  const remove = useMutation(deleteSecret(environmentId, secret.id));
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${secret.key}`}
      description="The value can't be brought back, and programs that read it no longer find it."
      confirmLabel="Delete"
      danger
      mutation={remove}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${secret.key} was deleted.`);
            onClose();
          },
        })
      }
    />
  );
}
