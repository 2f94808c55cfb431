"use client";
import { AddCredentialForm } from "@/components/admin-keys/add-credential-form";
import { Dialog } from "@/components/ui/dialog";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";

type NewCredentialDialogProps = { onClose: () => void; onSaved: (credential: ThirdPartyCredential) => void };

/** Adds a credential on top of the dialog that needs one. */
export function NewCredentialDialog({ onClose, onSaved }: NewCredentialDialogProps) {
  return (
    <Dialog
      onClose={onClose}
      keepsTyped
      title="Add credential"
      description="An OpenAI admin key. Once OpenAI accepts it, the rotating secret uses it."
    >
      <AddCredentialForm onCancel={onClose} onSaved={onSaved} />
    </Dialog>
  );
}
