"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { SecretRow } from "@/lib/api/secrets";
import { deleteSecret } from "@/lib/client/secrets";

type DeleteSecretDialogProps = { environmentId: string; secret: SecretRow; onClose: () => void };

export function DeleteSecretDialog({ environmentId, secret, onClose }: DeleteSecretDialogProps) {
  const remove = useReportedMutation(
    deleteSecret(environmentId, secret.id),
    () => `${secret.key} was deleted.`,
  );
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${secret.key}`}
      description="The value can't be brought back, and programs that read it no longer find it."
      confirmLabel="Delete"
      danger
      mutation={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
