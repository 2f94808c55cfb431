"use client";
import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { deleteThirdPartyCredential } from "@/lib/client/third-party-credentials";

type DeleteCredentialDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function DeleteCredentialDialog({ credential, onClose }: DeleteCredentialDialogProps) {
  const remove = useMutation(deleteThirdPartyCredential(credential.id));
  const { name, usedBy } = credential;
  return (
    <ConfirmDialog
      onClose={onClose}
      danger
      title={`Delete ${name}?`}
      description={
        usedBy > 0
          ? `${usedBy} rotating ${usedBy === 1 ? "secret needs" : "secrets need"} this key, to rotate or to finish a revocation. Give them another credential or delete them first.`
          : "Phase deletes its copy of the admin key. Delete it at OpenAI too if nothing else uses it."
      }
      confirmLabel="Delete credential"
      mutation={remove}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast(`${name} is deleted.`);
            onClose();
          },
        })
      }
    />
  );
}
