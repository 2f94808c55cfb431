"use client";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { AddCredentialForm } from "./add-credential-form";
import { PROVIDER_LABELS } from "./provider-labels";
import { ProviderButtons } from "./provider-buttons";

export default function AddCredentialDialog({ onClose }: { onClose: () => void }) {
  const [provider, setProvider] = useState<(typeof PROVIDER_NAMES)[number]>(PROVIDER_NAMES[0]);
  return (
    <Dialog
      onClose={onClose}
      keepsTyped
      title="Add credential"
      description="An admin key with which Phase creates and deletes service accounts."
    >
      <div className="flex flex-col gap-4">
        <ProviderButtons value={provider} onValueChange={setProvider} />
        <AddCredentialForm
          onCancel={onClose}
          onSaved={({ name }) => {
            onClose();
            toast(`${name} saved. ${PROVIDER_LABELS[provider]} accepts the key.`);
          }}
        />
      </div>
    </Dialog>
  );
}
