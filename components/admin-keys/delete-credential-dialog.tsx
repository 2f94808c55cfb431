"use client";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { deleteThirdPartyCredential } from "@/lib/client/third-party-credentials";

type DeleteCredentialDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function DeleteCredentialDialog({ credential, onClose }: DeleteCredentialDialogProps) {
  const remove = useReportedMutation(
    deleteThirdPartyCredential(credential.id),
    () => `${credential.name} deleted.`,
  );
  const { name, usedBy } = credential;
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      isRefused={usedBy > 0}
      title={usedBy > 0 ? `${name} is in use` : `Delete ${name}?`}
      description={
        usedBy > 0
          ? `${usedBy} rotating ${usedBy === 1 ? "secret needs" : "secrets need"} this key, to rotate or to finish a revocation. Give them another credential, or delete them first.`
          : "Phase deletes its copy of the admin key. Delete it at OpenAI too if nothing else uses it."
      }
      confirmLabel="Delete credential"
      mutation={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
