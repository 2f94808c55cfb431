"use client";
import { Dialog } from "@/components/ui/dialog";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { ReplaceKeyForm } from "./replace-key-form";

type ReplaceKeyDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

export function ReplaceKeyDialog({ credential, onClose }: ReplaceKeyDialogProps) {
  return (
    <Dialog
      onClose={onClose}
      keepsTyped
      title={`Replace the key of ${credential.name}`}
      description="Keys minted so far keep working. The new admin key must belong to the same OpenAI organisation."
    >
      <ReplaceKeyForm credential={credential} onReplaced={onClose} onCancel={onClose} />
    </Dialog>
  );
}
