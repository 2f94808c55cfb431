"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { SecretRow } from "@/lib/api/secrets";
import { deleteSecret } from "@/lib/client/secrets";

type DeleteSecretDialogProps = { environmentId: string; secret: SecretRow; onClose: () => void };

export function DeleteSecretDialog({ environmentId, secret, onClose }: DeleteSecretDialogProps) {
  const remove = useReportedMutation(deleteSecret(environmentId, secret.id), () => `${secret.key} deleted.`);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${secret.key}`}
      description="You can't undo this. Programs no longer find this secret."
      confirmLabel="Delete"
      danger
      mutation={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
