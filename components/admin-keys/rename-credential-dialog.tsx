"use client";
import { NameDialog } from "@/components/ui/name-dialog";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { updateThirdPartyCredential } from "@/lib/client/third-party-credentials";

type RenameCredentialDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function RenameCredentialDialog({ credential, onClose }: RenameCredentialDialogProps) {
  return (
    <NameDialog
      title="Rename credential"
      description="Only the name changes. Rotations continue."
      submitLabel="Rename"
      name={credential.name}
      change={updateThirdPartyCredential(credential.id)}
      onSaved={onClose}
      onClose={onClose}
    />
  );
}
